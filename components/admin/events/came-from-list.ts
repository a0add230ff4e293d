const KEY = 'fencepost-opened-event';

/** Notes that the list of events is one step back from an event's page. */
export function noteOpened(path: string): void {
  window.sessionStorage.setItem(KEY, path);
}

/** Whether the browser's last step led from the list to this page. */
export function cameFromList(path: string): boolean {
  return window.sessionStorage.getItem(KEY) === path;
}
