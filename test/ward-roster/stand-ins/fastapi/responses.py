from . import Response


class StreamingResponse(Response):
    def __init__(self, content, media_type="text/plain"):
        super().__init__("".join(content), media_type=media_type)
