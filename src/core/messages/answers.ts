/**
 * What servers answer, and what they have afterwards. Behind a status, `reason` begins with a colon or is empty; else
 * it is a clause.
 */
export interface AnswerProblems {
  unauthorized: { host: string; status: number; reason: string };
  notFoundAtServer: { host: string; status: number; reason: string };
  tooLargeForServer: { host: string; status: number; reason: string };
  /** The server says how large a file it takes. */
  tooLargeThere: { file: string; size: number; limit: number; host: string };
  refusedByServer: { host: string; status: number; reason: string };
  /** It asks to come back later; when, if it says so. */
  serverBusy: { host: string; status: number; reason: string; when: string };
  serverFull: { host: string; reason: string };
  serverFailed: { host: string; status: number; reason: string; when: string };
  /** A request that is not safe to repeat got no answer. */
  answerMissing: { host: string; reason: string };
  /** As `answerMissing`, of a request that is safe to repeat, and was repeated. */
  allUnanswered: { host: string; reason: string };
  /** As `answerMissing`, of an upload in parts: to go on with it finds out. */
  endUnanswered: { host: string; reason: string };
  /** It was cancelled when nothing of it was left to send. */
  cancelledLate: { file: string; host: string };
  answerInvalid: { host: string; reason: string };
  linkMissing: { destination: string };
  /** A warning: a file was put where another of this destination was put before. */
  fileReplaced: { file: string; destination: string };
  /** What the server has, or says that it has, is not the file. */
  contentDiffers: { file: string; host: string; what: string };
  /** The check after the upload was asked for and can't be made. */
  notCheckable: { file: string; reason: string };
  /** A warning: it was cancelled while it was checked. */
  notChecked: { file: string; host: string };
}

export const answerProblems: Readonly<Record<keyof AnswerProblems, string>> = {
  unauthorized:
    '{host} refused the credentials (status {status}{reason}). Check the destination’s auth and its secrets.',
  notFoundAtServer: '{host} knows no such address (status {status}{reason}). Check the path of the destination’s URL.',
  tooLargeForServer:
    '{host} says that this is too large (status {status}{reason}). Send a smaller file, or raise the server’s limit.',
  tooLargeThere:
    '{file} has {size}, and {host} takes files up to {limit}. Send a smaller file, or raise the server’s limit.',
  refusedByServer:
    '{host} refused it (status {status}{reason}). Check the destination’s settings against the server’s documentation.',
  serverBusy: '{host} takes no more for now (status {status}{reason}). Try again {when}.',
  serverFull: '{host} has no room for it (status 507{reason}). Make room there, or choose another destination.',
  serverFailed: '{host} failed (status {status}{reason}). Try again {when}.',
  answerMissing:
    '{host} gave no usable answer to the upload ({reason}): it may be stored or not. Look there before you send it again.',
  allUnanswered:
    '{host} gave no usable answer to the upload ({reason}): it may be stored or not. To send it again does no harm.',
  endUnanswered:
    '{host} gave no usable answer to the end of the upload ({reason}): it may be stored or not. Going on with it finds out.',
  cancelledLate:
    '{file} was cancelled when all of it had been sent: {host} may have stored it. Look there before you send it again.',
  answerInvalid: 'The answer of {host} cannot be used: {reason}.',
  linkMissing:
    'It was uploaded, but no link was found in the answer of “{destination}” that is surely its own. Correct the destination’s link.',
  fileReplaced:
    'It replaced {file}, which went to the same address. Let the url of “{destination}” end in /, so that each file gets its name there.',
  contentDiffers:
    '{host} has something other than {file}: {what}. Upload it again; if that happens again, something on the way changes it.',
  notCheckable: '{file} was uploaded, but could not be checked there: {reason}. Look at it, or leave out verify.',
  notChecked: '{host} has {file}, but checking it was cancelled. Look at it there.',
};
