"""The bed monitors report here. They have no account: each message is signed."""

from fastapi import APIRouter, Header, HTTPException, Request

from .. import live
from ..hashing import is_signed
from ..schemas import Accepted, AlertIn
from ..settings import settings

router = APIRouter(prefix="/alerts", tags=["alerts"])


async def check_signature(request: Request, signature: str) -> None:
    if not is_signed(await request.body(), signature, settings.monitor_secret):
        raise HTTPException(status_code=401, detail="The signature is not valid.")


@router.post("", status_code=202, response_model=Accepted)
async def raise_alert(body: AlertIn, request: Request, x_signature: str = Header(default="")):
    await check_signature(request, x_signature)
    await live.ward_needs_help(body.ward_id, body.message)
    return Accepted()
