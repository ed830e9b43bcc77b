/** Settings and secrets. */
export interface SettingProblems {
  settingInvalid: { setting: string; where: string; reason: string };
  destinationUnknown: { name: string; known: string };
  secretMissing: { name: string; destination: string };
  variableMissing: { name: string; destination: string };
  workspaceUntrusted: Record<string, never>;
  /** Line breaks and other controls can't stand in a header. */
  headerUnsendable: { header: string; file: string; destination: string };
}

export const settingProblems: Readonly<Record<keyof SettingProblems, string>> = {
  settingInvalid: '{setting} in {where} is not right: {reason}. Correct it there.',
  destinationUnknown:
    'There is no destination “{name}”. Known are: {known}. Choose one, or add it to the destinations.',
  secretMissing:
    '“{destination}” needs the secret “{name}”, which is not stored. Try again, and enter it when you are asked.',
  variableMissing:
    '“{destination}” needs the environment variable {name}, which is not set. Set it, then try again; an editor sees it once it was started again.',
  headerUnsendable:
    '“{destination}” cannot send the header {header} for {file}: its value holds a line break or another character that no header may have. Correct it, or the secret or variable in it.',
  workspaceUntrusted:
    'Porter uploads nothing from a workspace that you do not trust. Trust the workspace, then try again.',
};
