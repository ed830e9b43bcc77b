import { formatBytes, systemOf } from './formatBytes.ts';
import { answerProblems, type AnswerProblems } from './messages/answers.ts';
import { bucketProblems, type BucketProblems } from './messages/bucket.ts';
import { connectionProblems, type ConnectionProblems } from './messages/connection.ts';
import { fileProblems, type FileProblems } from './messages/files.ts';
import { readingProblems, type ReadingProblems } from './messages/reading.ts';
import { receiverProblems, type ReceiverProblems } from './messages/receiver.ts';
import { resultProblems, type ResultProblems } from './messages/results.ts';
import { sessionProblems, type SessionProblems } from './messages/sessions.ts';
import { settingProblems, type SettingProblems } from './messages/settings.ts';

/** What each code of a problem tells, besides its sentence. Code branches on the code; people read the message. */
export interface ProblemDetails
  extends
    FileProblems,
    SettingProblems,
    ConnectionProblems,
    AnswerProblems,
    SessionProblems,
    BucketProblems,
    ReadingProblems,
    ResultProblems,
    ReceiverProblems {
  systemRefused: { reason: string };
  currentFolderGone: Record<string, never>;
  // Anything else: a defect of ours
  internal: { reason: string };
}

export type ProblemCode = keyof ProblemDetails;

/**
 * Every sentence about a problem: what happened, to which file or setting, what to do next. A shell may translate by
 * code; `{name}` stands for a detail, `{size}` and `{limit}` for one in bytes.
 */
export const templates: Readonly<Record<ProblemCode, string>> = {
  ...fileProblems,
  ...settingProblems,
  ...connectionProblems,
  ...answerProblems,
  ...sessionProblems,
  ...bucketProblems,
  ...readingProblems,
  ...resultProblems,
  ...receiverProblems,
  systemRefused: 'The system refuses what Porter needs: {reason}.',
  currentFolderGone: 'The folder that this command was started in is gone. Change to another one, then try again.',
  internal: 'Something went wrong inside Porter: {reason}. Please report it with the log.',
};

/** The English sentences for a problem. */
export function describe<C extends ProblemCode>(code: C, details: ProblemDetails[C]): string {
  return filled(templates[code], details);
}

/** What happened, without what to do about it: for where that is being done. */
export function describeEvent<C extends ProblemCode>(code: C, details: ProblemDetails[C]): string {
  const [event = ''] = templates[code].split(/(?<=\.) (?=\p{Lu})/u);
  return filled(event, details);
}

function filled(template: string, details: ProblemDetails[ProblemCode]): string {
  const values: Readonly<Record<string, string | number>> = details;
  const { limit } = values;
  // What is compared is told in one kind of units.
  const system = typeof limit === 'number' ? systemOf(limit) : 'decimal';
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' && (name === 'size' || name === 'limit')
      ? formatBytes(value, system)
      : String(value);
  });
}
