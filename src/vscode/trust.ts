import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';

/** @throws Problem `workspaceUntrusted`. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new Problem('workspaceUntrusted', {});
}
