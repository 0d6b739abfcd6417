"""HS256 tokens."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime


class PyJWTError(Exception):
    pass


def encode(claims, secret, algorithm):
    body = {name: value.timestamp() if name == "exp" else value for name, value in claims.items()}
    parts = [text({"alg": algorithm, "typ": "JWT"}), text(body)]
    return ".".join([*parts, sign(parts, secret)])


def decode(token, secret, algorithms):
    *parts, signature = token.split(".")
    if len(parts) != 2 or not hmac.compare_digest(sign(parts, secret), signature):
        raise PyJWTError("signature")
    claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
    if claims["exp"] < datetime.now(UTC).timestamp():
        raise PyJWTError("expired")
    return claims


def text(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def sign(parts, secret):
    digest = hmac.new(secret.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
