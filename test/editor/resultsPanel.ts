import { TabInputWebview, window } from 'vscode';

/** Fulfilled when the results panel has come up. */
export function resultsAppear(): Promise<void> {
  const isThere = () =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input }) => input instanceof TabInputWebview && input.viewType.includes('porter.results'));
  return new Promise((resolve) => {
    const subscription = window.tabGroups.onDidChangeTabs(() => {
      if (!isThere()) return;
      subscription.dispose();
      resolve();
    });
  });
}
