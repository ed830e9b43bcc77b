import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelHtml } from './panelHtml.ts';

/** Gives the panel its icon and its page, whose script starts at once and says `ready`. */
export function fillPanel(panel: vscode.WebviewPanel, extensionUri: vscode.Uri): void {
  const media = vscode.Uri.joinPath(extensionUri, 'dist', 'media');
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
  panel.webview.options = { enableScripts: true, localResourceRoots: [media] };
  panel.webview.html = panelHtml({
    script: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'panel.js')).toString(),
    style: panel.webview.asWebviewUri(vscode.Uri.joinPath(media, 'panel.css')).toString(),
    nonce: randomBytes(16).toString('base64'),
    language: vscode.env.language,
  });
}
