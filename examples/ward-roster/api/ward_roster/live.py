"""Events for open screens, over one WebSocket a screen."""

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

router = APIRouter()


class Hub:
    def __init__(self) -> None:
        self.screens: set[WebSocket] = set()

    async def emit(self, event: str, **data: object) -> None:
        for screen in list(self.screens):
            try:
                await screen.send_json({"type": event, **data})
            except WebSocketDisconnect:
                self.screens.discard(screen)


hub = Hub()


async def roster_changed(roster_id: int, version: int) -> None:
    await hub.emit("roster.updated", roster_id=roster_id, version=version)


async def swap_made(request_id: int) -> None:
    await hub.emit("shift.swapped", request_id=request_id)


async def ward_needs_help(ward_id: int, message: str) -> None:
    await hub.emit("ward.alert", ward_id=ward_id, message=message)


@router.websocket("/live")
async def live(screen: WebSocket) -> None:
    await screen.accept()
    hub.screens.add(screen)
    try:
        while True:
            await screen.receive_text()
    except WebSocketDisconnect:
        hub.screens.discard(screen)
