/** What the panel's page loads. */
interface PanelResources {
  /** URLs that the webview can reach. */
  readonly script: string;
  readonly style: string;
  /** Random, for this page alone: only what carries it is loaded. */
  readonly nonce: string;
  /** BCP 47, of the user's language. */
  readonly language: string;
}

/** The panel's page: empty, all is made by its script. It reaches nothing: pictures come as messages. */
export function panelHtml({ script, style, nonce, language }: PanelResources): string {
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    'img-src blob:',
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Porter</title>
    <link rel="stylesheet" nonce="${nonce}" href="${escaped(style)}">
  </head>
  <body>
    <script nonce="${nonce}" src="${escaped(script)}"></script>
  </body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
