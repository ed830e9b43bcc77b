/** The receiver, and what it says to its clients. */
export interface ReceiverProblems {
  portInUse: { port: number };
  folderUnusable: { folder: string; reason: string };
  /** Nothing can be written down of it where the commands of this user look. */
  receiverNotFindable: { folder: string; reason: string };
  requestInvalid: { reason: string };
  tokenMissing: Record<string, never>;
  tokenWrong: Record<string, never>;
  /** To whoever uploads: another receiver answers than the one that he knows. */
  receiverChanged: { host: string };
  hostForeign: { host: string };
  originForeign: { origin: string };
  rangeBeyond: { end: number };
  pathUnknown: Record<string, never>;
  methodNotAllowed: { method: string; allow: string };
  clientSilent: { seconds: number };
  lengthMissing: Record<string, never>;
  receivedTooLarge: { file: string; limit: number };
  formTooLarge: { count: number };
  bodyNotTaken: { body: string };
  headersTooLarge: Record<string, never>;
  tusVersion: Record<string, never>;
  partNotTaken: { body: string };
  offsetWrong: { offset: number };
  partDamaged: Record<string, never>;
  uploadTakenOver: Record<string, never>;
  diskFull: Record<string, never>;
  receiverExhausted: Record<string, never>;
  receiverClosing: Record<string, never>;
}

export const receiverProblems: Readonly<Record<keyof ReceiverProblems, string>> = {
  portInUse: 'Port {port} is taken. Choose another with --port, or leave it out.',
  folderUnusable: 'The folder {folder} cannot be used ({reason}). Choose another.',
  receiverNotFindable:
    'The receiver was not started, as commands would not find it: {folder} cannot be written ({reason}). Make room there, or make it a folder that you may write to.',
  requestInvalid: 'The request cannot be used: {reason}.',
  tokenMissing:
    'This receiver wants its token. Send “Authorization: Bearer TOKEN”, or open its page with the link that holds it.',
  tokenWrong: 'This is not the token of this receiver. It may have been started anew; take the one it shows now.',
  receiverChanged:
    'The receiver at {host} wants another token than when this upload began: it was started again. Upload it again.',
  hostForeign: 'This receiver does not go by the name “{host}”. Use the address that it shows.',
  originForeign: 'A page of another origin ({origin}) may not use this receiver. Use the receiver’s own page.',
  rangeBeyond: 'The file ends at byte {end}, before what is asked for. Ask for less, or for all of it.',
  pathUnknown: 'There is nothing here. Check the link.',
  methodNotAllowed: '{method} is not for this address, which takes {allow}.',
  clientSilent: 'Nothing came for {seconds} s, so the receiver waits no longer. Send it again.',
  lengthMissing: 'The request gives no length. Send Content-Length, or the body in chunks.',
  receivedTooLarge:
    '{file} is above the limit of {limit}. Send a smaller file, or start the receiver with a larger one.',
  formTooLarge: 'A form holds up to {count} files and fields, and little besides. Send fewer at once.',
  bodyNotTaken: 'The body is {body}. Send a form (multipart/form-data) by POST, or the file as it is by PUT.',
  headersTooLarge: 'The request’s headers are too large. Send fewer or shorter ones.',
  tusVersion: 'Uploads here use tus 1.0.0. Send “Tus-Resumable: 1.0.0”.',
  partNotTaken: 'The body is {body}. Send the next bytes of the file as application/offset+octet-stream.',
  offsetWrong: 'The upload stands at byte {offset}. Ask for that with HEAD, and go on from there.',
  partDamaged: 'The bytes arrived damaged and were thrown away. Send them again.',
  uploadTakenOver: 'Another request goes on with this upload. Ask with HEAD how far it is.',
  diskFull: 'The receiver’s disk has no room for this. Make room, or choose another folder.',
  receiverExhausted:
    'The system lets the receiver open no further file. Send fewer files at a time, or raise its limit of open files (ulimit -n).',
  receiverClosing: 'The receiver is closing. Send it again when it is back.',
};
