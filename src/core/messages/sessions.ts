/** Uploads that go on later. */
export interface SessionProblems {
  /** The server no longer knows an upload that was begun. */
  uploadForgotten: { file: string; host: string };
  /** Another process uploads this file to this destination. */
  sessionTaken: { file: string; destination: string };
  /** To whoever waits: processes of other machines have uploads, and may have ended. */
  silentElsewhere: { seconds: number };
  /** This process stood still for so long that another may have taken the upload over. */
  sessionLost: { file: string; destination: string };
  /** A document that is stored nowhere is closed, or is another text by now. */
  documentLost: { file: string };
  /** An interrupted upload that is not interrupted any more. */
  sessionEnded: { file: string; destination: string };
  /** What is kept of an interrupted upload is damaged, or was written by another Porter. */
  sessionUnusable: Record<string, never>;
  /** Whether another process goes on with an upload cannot be told. */
  sessionNotSure: { file: string; reason: string };
  /** A warning: it is not continued, as it would become a mixture. */
  startedOver: { file: string };
  /** A warning: what is kept with a file is settled when its upload begins. */
  settingsChanged: { file: string; destination: string };
  /** A warning: the upload works, but can't be continued by another run. */
  sessionNotKept: { reason: string };
  sessionsUnreadable: { folder: string; reason: string };
  /** A warning: an upload was given up, and its server does not know of that. */
  heldAtServer: { file: string; destination: string; reason: string };
  /** A warning: an upload was given up, and its server will be told, once more where it refused. */
  heldForNow: { file: string; destination: string };
  /** The destination is another one than when the upload was begun, which is not gone on with there. */
  begunElsewhere: { file: string; destination: string; place: string };
  /** The destination is another one than when the upload was begun. */
  heldElsewhere: { file: string; destination: string; place: string };
}

export const sessionProblems: Readonly<Record<keyof SessionProblems, string>> = {
  uploadForgotten: '{host} no longer knows the upload of {file} that was begun. Upload it again.',
  sessionTaken:
    '{file} is being uploaded to “{destination}” by another window or command. Wait for it, or cancel it there.',
  silentElsewhere:
    'Another machine or container has begun uploads that may be interrupted: Porter looks for {seconds} s whether it still goes on with them.',
  sessionLost:
    'The upload of {file} to “{destination}” stood still for so long that another window or command may have taken it over, so it was stopped here. Look whether the file has arrived, or upload it again.',
  documentLost:
    '{file} was never saved, and is not open in this window as it was when its upload was interrupted, so that was given up. Upload it again where it is open.',
  sessionEnded:
    'Another window or command has ended the upload of {file} to “{destination}” or given it up, so nothing was done.',
  sessionUnusable:
    'What was kept of its interrupted upload cannot be used: it is damaged, or another Porter wrote it. Upload the file again.',
  sessionNotSure:
    '{file} was not continued, as Porter cannot make sure that nobody else does it ({reason}). Mend that, and resume again.',
  startedOver: '{file} may have changed since its upload was interrupted, so it was uploaded from its start.',
  settingsChanged:
    'The settings of “{destination}” changed since the upload of {file} was interrupted, so it was uploaded from its start.',
  sessionNotKept:
    'If this upload is interrupted, it will start over: its state cannot be kept ({reason}). Mend that, so that later ones can go on.',
  sessionsUnreadable:
    'Porter cannot tell whether uploads were interrupted: {folder} cannot be read ({reason}). Make it a folder that you may read.',
  heldAtServer:
    'The server of “{destination}” keeps what it has of {file} until that is deleted there, as it could not be told. {reason}',
  heldForNow:
    'The server of “{destination}” keeps what it has of {file} for now, as it could not be told, or refused: Porter tells it when it uploads there next. What stays then is to be deleted there.',
  begunElsewhere:
    'The upload of {file} was begun at {place}, but “{destination}” leads elsewhere now, so nothing was sent. Change that back, upload the file again, or discard what was interrupted.',
  heldElsewhere:
    'What was sent of {file} stays at {place} until it is deleted there: “{destination}” is another one now, or is no longer in the settings.',
};
