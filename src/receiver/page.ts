import { formatBytes } from '../core/formatBytes.ts';
import type { Refusal } from './refusal.ts';

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
  form { display: grid; gap: 1rem; justify-items: start; }
  button { font: inherit; padding: 0.4rem 1.2rem; }
`;

/** The form: works without a script and tells nothing about what is stored. */
export function formPage(nonce: string): string {
  return page(
    nonce,
    'Upload',
    `<form method="post" enctype="multipart/form-data">
      <label>Files <input type="file" name="file" multiple required></label>
      <button>Upload</button>
    </form>`,
  );
}

/** What was stored, with links relative to the form's address. */
export function uploadedPage(nonce: string, files: readonly { name: string; size: number; link: string }[]): string {
  const items = files.map(
    ({ name, size, link }) => `<li><a href="${escape(link)}">${escape(name)}</a>, ${escape(formatBytes(size))}</li>`,
  );
  return page(nonce, 'Uploaded', `<ul>${items.join('\n')}</ul>\n    <p><a href="./">Upload more</a></p>`);
}

export function refusalPage(nonce: string, { title, detail }: Refusal): string {
  return page(nonce, title, `<p>${escape(detail)}</p>`);
}

/** Nothing but the style of this nonce; the form goes to this receiver only. */
export function pagePolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

function page(nonce: string, title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Porter: ${escape(title)}</title>
    <style nonce="${nonce}">${style}</style>
  </head>
  <body>
    <h1>${escape(title)}</h1>
    ${content}
  </body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
