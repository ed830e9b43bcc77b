import { formatBytes, systemOf } from './formatBytes.ts';

/** What each code of a problem tells, besides its sentence. Code branches on the code; people read the message. */
export interface ProblemDetails {
  // Files
  fileNotFound: { file: string };
  fileUnreadable: { file: string; reason: string };
  fileChanged: { file: string };
  /** A folder, pipe, socket or device. */
  notAFile: { file: string; what: string };
  sizeUntold: { file: string };
  linkLeavesFolder: { file: string };
  nothingMatches: { pattern: string };
  /** Of a folder, or of all that matches a glob. */
  nothingToRead: { pattern: string };
  /** Only local files stream: the editor hands over others whole. */
  virtualFileTooLarge: { file: string; size: number; limit: number };
  /** A warning: the editor gives a notebook only as it was saved. */
  notebookUnsaved: { file: string };
  notebookNeverSaved: { file: string };
  // Plan
  tooLarge: { file: string; size: number; limit: number; destination: string };
  typeNotAllowed: { file: string; mediaType: string; allow: string; destination: string };
  /** A warning: two names that are one at the destination. */
  nameTaken: { file: string; name: string };
  /** A warning: the file is sent as what its bytes are. */
  typeContradicts: { file: string; named: string; actual: string };
  // Settings
  settingInvalid: { setting: string; where: string; reason: string };
  destinationUnknown: { name: string; known: string };
  secretMissing: { name: string; destination: string };
  variableMissing: { name: string; destination: string };
  workspaceUntrusted: Record<string, never>;
  /** Line breaks and other controls can't stand in a header. */
  headerUnsendable: { header: string; file: string; destination: string };
  // Transfer
  connectionRefused: { host: string };
  hostNotFound: { host: string };
  connectionLost: { host: string };
  timedOut: { host: string; seconds: number };
  /** The system lets this process have no more connections. */
  connectionsExhausted: { host: string };
  certificateUntrusted: { host: string; reason: string };
  /** One of the certificate files of a destination: `tls.key`. */
  tlsFileUnusable: { destination: string; field: string; file: string; reason: string };
  /** The server lets in only clients with a certificate. */
  clientCertificateRefused: { host: string; reason: string };
  /** Settings by name: `http.proxy`, `HTTPS_PROXY`. */
  proxyUnreachable: { proxy: string; setting: string; reason: string };
  proxyUnauthorized: { proxy: string; setting: string };
  proxyRefused: { proxy: string; host: string; status: number; exceptions: string };
  unauthorized: { host: string; status: number };
  notFoundAtServer: { host: string; status: number };
  // Transfer, to a bucket
  /** No place that AWS's own tools look at has any. */
  credentialsMissing: { destination: string };
  credentialsUnusable: { destination: string; reason: string };
  credentialsRefused: { host: string; destination: string; reason: string };
  bucketMissing: { bucket: string; host: string; destination: string };
  /** The profile's `setting` should be `value`. */
  bucketElsewhere: { bucket: string; destination: string; setting: string; value: string };
  accessDenied: { bucket: string; host: string; destination: string; permission: string };
  aclNotTaken: { bucket: string; destination: string };
  keyTooLong: { file: string; bytes: number; most: number; destination: string };
  /** A warning: a file got the key that another of this destination got before. */
  objectReplaced: { file: string; destination: string };
  clockWrong: { host: string };
  /** The server no longer knows an upload that was begun. */
  uploadForgotten: { file: string; host: string };
  tooLargeForServer: { host: string };
  /** The server says how large a file it takes. */
  tooLargeThere: { file: string; size: number; limit: number; host: string };
  refusedByServer: { host: string; status: number; reason: string };
  serverFailed: { host: string; status: number };
  /** A request that is not safe to repeat got no answer. */
  answerMissing: { host: string };
  answerInvalid: { host: string; reason: string };
  linkMissing: { destination: string };
  /** A warning: a file was put where another of this destination was put before. */
  fileReplaced: { file: string; destination: string };
  /** What the server has, or says that it has, is not the file. */
  contentDiffers: { file: string; host: string; what: string };
  /** The check after the upload was asked for and can't be made. */
  notCheckable: { file: string; reason: string };
  /** Another process uploads this file to this destination. */
  sessionTaken: { file: string; destination: string };
  /** A warning: it is not continued, as it would become a mixture. */
  startedOver: { file: string };
  /** A warning: the upload works, but can't be continued by another run. */
  sessionNotKept: { reason: string };
  /** A warning: an upload was given up, and its server does not know of that. */
  heldAtServer: { file: string; destination: string; reason: string };
  /** The destination is another one than when the upload was begun. */
  heldElsewhere: { file: string; destination: string; place: string };
  // Reading
  notAnImage: { file: string; mediaType: string };
  imageTypeUnsupported: { file: string; mediaType: string };
  imageFileTooLarge: { file: string; size: number; limit: number };
  imageTooLarge: { file: string; width: number; height: number; limit: number };
  imageDamaged: { file: string; reason: string };
  pdfLocked: { file: string };
  readingTimedOut: { file: string; seconds: number };
  /** A warning: its text was read. */
  noReceipt: { file: string };
  engineFailed: { engine: string; reason: string };
  /** The command that it is. */
  engineMissing: { engine: string; command: string };
  languageMissing: { engine: string; language: string; known: string };
  /** Nobody agreed to fetch the data of these languages. */
  languageNotFetched: { languages: string };
  languageDataWrong: { language: string; host: string; reason: string };
  oneLanguageOnly: { engine: string; languages: string };
  engineUnreachable: { engine: string; host: string; reason: string };
  /** The key is wrong, or too much was asked for with it: the service does not tell these apart. */
  engineKeyRefused: { engine: string; status: number; reason: string };
  engineRefused: { engine: string; file: string; reason: string };
  pageInvalid: { file: string; reason: string };
  // Results
  /** What a person typed does not fit the field. */
  correctionInvalid: { typed: string; expected: string };
  pictureMissing: { file: string; reason: string };
  /** It was pasted or dropped. */
  addedTooLarge: { file: string; size: number; limit: number };
  addedUnreadable: { file: string; reason: string };
  droppedElsewhere: { address: string };
  insertRefused: { file: string };
  // Receiver
  portInUse: { port: number };
  folderUnusable: { folder: string; reason: string };
  // Receiver, to its clients
  requestInvalid: { reason: string };
  tokenMissing: Record<string, never>;
  tokenWrong: Record<string, never>;
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
  receiverClosing: Record<string, never>;
  // Anything else: a defect of ours
  internal: { reason: string };
}

export type ProblemCode = keyof ProblemDetails;

/**
 * Every sentence about a problem: what happened, to which file or setting, what to do next. A shell may translate by
 * code; `{name}` stands for a detail, `{size}` and `{limit}` for one in bytes.
 */
export const templates: Readonly<Record<ProblemCode, string>> = {
  fileNotFound: '{file} does not exist. It may have been moved or deleted; choose it again.',
  fileUnreadable: '{file} cannot be read ({reason}). Check its permissions.',
  fileChanged: '{file} changed while it was uploading. Upload it again when nothing writes to it.',
  notAFile: '{file} is {what}, not a file. Choose regular files or folders.',
  sizeUntold:
    '{file} tells no size, as the system makes it while it is read. Copy it to a folder of yours, and choose the copy.',
  linkLeavesFolder:
    '{file} is a symbolic link out of the selected folder, so it was left out. Choose its target itself.',
  nothingMatches: 'Nothing matches {pattern}, or there is no file in it. Check the path or the pattern.',
  nothingToRead: 'There is no picture or PDF in {pattern}. Choose another folder, or name the file itself.',
  virtualFileTooLarge:
    '{file} has {size}; files that are not on this disk are uploaded up to {limit}. Save a local copy, or raise porter.virtualFileLimit.',
  notebookUnsaved: '{file} was uploaded as it was saved last, without later changes. Save it, then upload it again.',
  notebookNeverSaved: '{file} was never saved, and only what is saved of a notebook is uploaded. Save it first.',
  tooLarge:
    '{file} has {size}, above the limit of {limit} of “{destination}”. Choose another destination or raise its maxSize.',
  typeNotAllowed:
    '{file} is {mediaType}, and “{destination}” takes only {allow}. Choose another destination or change its allow.',
  nameTaken:
    '{file} is sent as {name}, so that it does not replace another file of this batch. Rename it to choose its name.',
  typeContradicts: '{file} is named like {named}, but its bytes are {actual}: it is sent as that. Check its name.',
  settingInvalid: '{setting} in {where} is not right: {reason}. Correct it there.',
  destinationUnknown:
    'There is no destination “{name}”. Known are: {known}. Choose one, or add it to the destinations.',
  secretMissing:
    '“{destination}” needs the secret “{name}”, which is not stored. Enter it when asked, or set it first.',
  variableMissing: '“{destination}” needs the environment variable {name}, which is not set. Set it and start again.',
  headerUnsendable:
    '“{destination}” cannot send the header {header} for {file}: its value holds a line break or another control character. Rename the file, or correct the header.',
  workspaceUntrusted:
    'Porter uploads nothing from a workspace that you do not trust. Trust the workspace, then try again.',
  connectionRefused: 'Nothing listens at {host}. Start the server, or check the destination’s URL and port.',
  hostNotFound: 'The name {host} cannot be found. Check the destination’s URL and your network.',
  connectionLost: 'The connection to {host} broke off. Check the network, then try again.',
  timedOut: '{host} was silent for {seconds} s. Try again, or raise the destination’s timeout.',
  connectionsExhausted:
    'The system lets Porter open no further connection to {host}. Upload fewer files at a time, or raise its limit of open files (ulimit -n).',
  certificateUntrusted:
    'The certificate of {host} is not trusted ({reason}). Install its authority on this system, name it as tls.ca of the destination, or correct the URL.',
  tlsFileUnusable: '{file}, the {field} of “{destination}”, cannot be used: {reason}. Correct it there.',
  clientCertificateRefused:
    '{host} lets in only clients with a certificate: {reason}. Check cert and key in the destination’s tls.',
  proxyUnreachable:
    'The proxy {proxy}, which {setting} names, cannot be used ({reason}). Start it, or correct {setting}.',
  proxyUnauthorized:
    'The proxy {proxy} wants other credentials than {setting} gives (status 407). Correct them there; in an address they stand as http://user:password@host.',
  proxyRefused:
    'The proxy {proxy} made no connection to {host} (status {status}). Check the destination’s URL and ask who runs the proxy, or let {exceptions} except {host}.',
  unauthorized: '{host} refused the credentials (status {status}). Check the destination’s auth and its secrets.',
  notFoundAtServer: '{host} knows no such address (status {status}). Check the path of the destination’s URL.',
  credentialsMissing:
    'There are no AWS credentials for “{destination}”: neither in the environment, nor in a profile, nor from this machine. Sign in (aws configure, aws sso login), or put keys into its credentials.',
  credentialsUnusable:
    'The AWS credentials for “{destination}” cannot be had ({reason}). Sign in again, or correct its credentials.',
  credentialsRefused:
    '{host} refused the credentials of “{destination}”: {reason}. Sign in again, or correct its credentials.',
  bucketMissing: '{host} has no bucket “{bucket}”. Create it, or correct the bucket of “{destination}”.',
  bucketElsewhere: 'The bucket “{bucket}” is elsewhere: set the {setting} of “{destination}” to {value}.',
  accessDenied:
    '{host} does not let the credentials of “{destination}” do this in the bucket “{bucket}”. Allow them {permission} there, or use others.',
  aclNotTaken:
    'The bucket “{bucket}” takes no ACLs. Leave out the acl of “{destination}”, or allow ACLs in the bucket.',
  keyTooLong:
    'The key of {file} has {bytes} bytes, and a key holds at most {most}. Rename the file, or shorten the key of “{destination}”.',
  objectReplaced:
    'It replaced {file}, which had the same key. Let the key of “{destination}” hold the file’s path or name.',
  clockWrong: '{host} refuses requests of this time: the clock of this machine is wrong. Set it, then try again.',
  uploadForgotten: '{host} no longer knows the upload of {file} that was begun. Upload it again.',
  tooLargeForServer:
    '{host} says that this is too large (status 413). Send a smaller file, or raise the server’s limit.',
  tooLargeThere:
    '{file} has {size}, and {host} takes files up to {limit}. Send a smaller file, or raise the server’s limit.',
  refusedByServer:
    '{host} refused it with status {status}{reason}. Check the destination’s settings against the server’s documentation.',
  serverFailed: '{host} failed with status {status}. Try again later.',
  answerMissing: '{host} gave no answer to the upload: it may be stored or not. Look there before you send it again.',
  answerInvalid: 'The answer of {host} cannot be used: {reason}.',
  linkMissing: 'Uploaded, but no link was found in the answer of “{destination}”. Correct its link.',
  fileReplaced:
    'It replaced {file}, which went to the same address. Let the url of “{destination}” end in /, so that each file gets its name there.',
  contentDiffers:
    '{host} has something else than {file}: {what}. Upload it again; if that happens again, something between changes it.',
  notCheckable: '{file} was uploaded, but could not be checked there: {reason}. Look at it, or leave out verify.',
  sessionTaken:
    '{file} is being uploaded to “{destination}” by another window or command. Wait for it, or cancel it there.',
  startedOver: '{file} changed since its upload was interrupted, so it was uploaded from its start.',
  sessionNotKept:
    'If this upload is interrupted, it will start over: its state cannot be kept ({reason}). Make room on that disk.',
  heldAtServer:
    'What the server of “{destination}” has of {file} stays there until it is thrown away there, as it could not be told. {reason}',
  heldElsewhere:
    'What was sent of {file} stays at {place} until it is thrown away there: “{destination}” leads elsewhere now, or is no longer in the settings.',
  notAnImage: '{file} is {mediaType}, not a picture. Choose a JPEG, PNG, HEIC, WebP, GIF, BMP, TIFF or PDF.',
  imageTypeUnsupported: '{file} is {mediaType}, which is not supported yet. Convert it to JPEG or PNG first.',
  imageFileTooLarge: '{file} has {size}; pictures are read up to {limit}. Scale it down, or save it as JPEG first.',
  imageTooLarge: '{file} has {width} × {height} pixels, above the limit of {limit} megapixels. Scale it down first.',
  imageDamaged: '{file} is damaged ({reason}). Try to open it in a viewer, or make it again.',
  pdfLocked: '{file} is locked with a password. Save a copy without one, and read that.',
  noReceipt: 'No receipt was found in {file}.',
  readingTimedOut: '{file} took longer than {seconds} s to read, so that was ended. Try a smaller picture.',
  engineFailed: 'The reading engine {engine} stopped ({reason}). Try again; the next picture gets a new one.',
  engineMissing:
    'The reading engine {engine} is not installed: there is no command {command} on the PATH. Install it, or choose another engine.',
  languageMissing:
    'The reading engine {engine} has no data for the language {language}; it has: {known}. Install its data where the engine is yours, or choose another language.',
  languageNotFetched:
    'The data for {languages} are not here yet. Let them be fetched once from npm with --fetch-lang, or name a folder that has them with --lang-folder.',
  languageDataWrong:
    'What {host} gave as data for the language {language} is not used: {reason}. Try again later, or name a folder that has the data.',
  oneLanguageOnly: 'The reading engine {engine} takes one language at a time, not {languages}. Choose one of them.',
  engineUnreachable:
    'The reading engine {engine} cannot be reached at {host}: {reason}. Check the network and its address, or choose another engine.',
  engineKeyRefused:
    '{engine} takes no picture with this key now (status {status}{reason}). Check the key; if it is right, its limit is used up: try again later.',
  engineRefused: '{file} was not read by {engine}: {reason}. Try again later, or choose another engine.',
  pageInvalid: '{file} is no page: {reason}. Give a record of “porter ocr --json”.',
  correctionInvalid: '“{typed}” does not fit here. Write {expected}.',
  pictureMissing: '{file} cannot be shown ({reason}). What was read from it is kept.',
  addedTooLarge:
    '{file} has {size}; what is pasted or dropped here may have {limit}. Save it, and read it from its file.',
  addedUnreadable:
    '{file} cannot be read from here ({reason}). Read it from the Explorer, or with “Porter: Read Image”.',
  droppedElsewhere:
    '{address} is not on this machine and cannot be read. Save the picture, then read it from its file.',
  insertRefused: '{file} takes no text: it is read-only. Open another document, then insert again.',
  portInUse: 'Port {port} is taken. Choose another with --port, or leave it out.',
  folderUnusable: 'The folder {folder} cannot be used ({reason}). Choose another.',
  requestInvalid: 'The request cannot be used: {reason}.',
  tokenMissing:
    'This receiver wants its token. Send “Authorization: Bearer TOKEN”, or open its page with the link that holds it.',
  tokenWrong: 'This is not the token of this receiver. It may have been started anew; take the one it shows now.',
  hostForeign: 'This receiver does not go by the name “{host}”. Use the address that it shows.',
  originForeign: 'A page of another origin ({origin}) may not use this receiver. Use the receiver’s own page.',
  rangeBeyond: 'The file ends at byte {end}, before what is asked for. Ask for less, or for all of it.',
  pathUnknown: 'There is nothing here. Check the link.',
  methodNotAllowed: '{method} is not for this address, which takes {allow}.',
  clientSilent: 'Nothing came for {seconds} s, so the receiver waits no longer. Send it again.',
  lengthMissing: 'The request tells no length. Send Content-Length, or the body in chunks.',
  receivedTooLarge:
    '{file} is above the limit of {limit}. Send a smaller file, or start the receiver with a larger one.',
  formTooLarge: 'A form holds up to {count} files and fields, and little besides. Send fewer at once.',
  bodyNotTaken: 'The body is {body}. Send a form (multipart/form-data) by POST, or the file as it is by PUT.',
  headersTooLarge: 'The request’s headers are too large. Send fewer or shorter ones.',
  tusVersion: 'Here uploads speak tus 1.0.0. Send “Tus-Resumable: 1.0.0”.',
  partNotTaken: 'The body is {body}. Send the next bytes of the file as application/offset+octet-stream.',
  offsetWrong: 'The upload stands at byte {offset}. Ask for that with HEAD, and go on from there.',
  partDamaged: 'The bytes arrived damaged and were thrown away. Send them again.',
  uploadTakenOver: 'Another request goes on with this upload. Ask with HEAD how far it is.',
  diskFull: 'The receiver’s disk has no room for this. Make room, or choose another folder.',
  receiverClosing: 'The receiver is closing. Send it again when it is back.',
  internal: 'Something went wrong inside Porter: {reason}. Please report it with the log.',
};

/** The English sentence for a problem. */
export function describe<C extends ProblemCode>(code: C, details: ProblemDetails[C]): string {
  const values: Readonly<Record<string, string | number>> = details;
  const { limit } = values;
  // What is compared is told in one kind of units.
  const system = typeof limit === 'number' ? systemOf(limit) : 'decimal';
  return templates[code].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' && (name === 'size' || (name === 'limit' && code !== 'imageTooLarge'))
      ? formatBytes(value, system)
      : String(value);
  });
}

/** `12 s`, `5 min`, `3 h` */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
