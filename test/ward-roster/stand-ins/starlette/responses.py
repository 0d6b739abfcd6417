from fastapi import Response


class PlainTextResponse(Response):
    pass
