/** The board after an event of the live channel. */
export function applyEvent(board, event) {
  switch (event.type) {
    case 'roster.updated':
      return { ...board, versions: { ...board.versions, [event.roster_id]: event.version } }
    case 'swap.accepted':
      return { ...board, notice: `The swap ${event.request_id} is agreed` }
    default:
      return board
  }
}

/** Opens the channel and keeps it open; returns how to close it for good. */
export function connectLive(
  url,
  onEvent,
  { Socket = globalThis.WebSocket, later = setTimeout, delay = 1000 } = {},
) {
  let closed = false
  let socket
  const open = () => {
    socket = new Socket(url)
    socket.onmessage = ({ data }) => onEvent(JSON.parse(data))
    socket.onclose = () => closed || later(open, delay)
  }
  open()
  return () => {
    closed = true
    socket.close()
  }
}
