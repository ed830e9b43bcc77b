import { formatBytes } from '../core/formatBytes.ts';
import type { Plan } from '../core/model.ts';
import type { RequestPreview } from '../core/ports.ts';
import { outcomeRecord } from './outcomeRecord.ts';
import { printLine } from './terminal.ts';

/** What `--dry-run` prints: every file of the plan, what is refused, and each request, secrets masked. */
export function printPreview(
  plan: Plan,
  requests: readonly RequestPreview[],
  { json }: { readonly json?: true },
): void {
  if (json) {
    for (const record of plan.refused.map(outcomeRecord)) printLine(JSON.stringify(record));
    for (const { source, name, mediaType, warnings } of plan.files) {
      printLine(JSON.stringify({ file: source.path, status: 'planned', name, mediaType, size: source.size, warnings }));
    }
    for (const request of requests) printLine(JSON.stringify({ request }));
    return;
  }
  for (const { source, name, mediaType, warnings } of plan.files) {
    printLine(`${source.path}  ${mediaType}, ${formatBytes(source.size)}${name === source.name ? '' : `, as ${name}`}`);
    for (const warning of warnings) printLine(`  ${warning}`);
  }
  for (const outcome of plan.refused) {
    printLine(`${outcome.file}  will not be sent: ${'problem' in outcome ? outcome.problem.message : outcome.status}`);
  }
  for (const { method, url, headers, body } of requests) {
    printLine('');
    printLine(`${method} ${url}`);
    for (const [name, value] of headers) printLine(`${name}: ${value}`);
    printLine('');
    for (const line of body) printLine(line);
  }
}
