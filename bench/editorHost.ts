/** Runs inside the extension host, next to Porter: uploads a folder as a person does, and tells what that cost it. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { commands, Uri } from 'vscode';
import { Person } from '../test/editor/person.ts';
import { reportPortVariable, type Report } from '../test/editor/report.ts';
import { withSettings } from '../test/editor/workspace.ts';
import { hostVariables, type EditorFigures } from './hostFigures.ts';

export async function run(): Promise<void> {
  const variable = (name: keyof typeof hostVariables) => process.env[hostVariables[name]] ?? '';
  const folder = Uri.file(variable('folder'));
  const bench = { kind: 'form', url: variable('url') };
  await using _settings = await withSettings({
    'porter.destinations': { bench },
    'porter.defaultDestination': 'bench',
    'porter.confirm.files': 0,
  });
  using person = new Person();
  // What is loaded and started on first use is not what is measured.
  await uploaded(person, Uri.joinPath(folder, '0/0.bin'));
  const rounds: EditorFigures[] = [];
  for (let round = 0; round < Number(variable('rounds')); round++) rounds.push(await uploaded(person, folder));

  const socket = connect(Number(process.env[reportPortVariable]), '127.0.0.1');
  await once(socket, 'connect');
  const report: Report = { kind: 'result', value: rounds };
  socket.end(`${JSON.stringify(report)}\n`);
  await once(socket, 'close');
}

async function uploaded(person: Person, resource: Uri): Promise<EditorFigures> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const command = commands.executeCommand('porter.upload', resource);
  const question = await person.isTold();
  const planned = performance.now();
  question.press(question.buttons[0]);
  const told = await person.isTold();
  const ended = performance.now();
  delay.disable();
  told.press();
  await command;
  if (told.severity !== 'information') throw new Error(told.text);
  // The person needs no time to answer.
  return { planSeconds: (planned - start) / 1000, seconds: (ended - start) / 1000, longestPauseMs: delay.max / 1e6 };
}
