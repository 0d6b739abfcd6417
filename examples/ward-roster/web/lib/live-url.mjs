/** The address of the live channel, as the browser sees it. */
export function liveUrl() {
  return `${process.env.LIVE_ORIGIN}/api/v1/live`
}
