"""Passwords and signatures."""

import hashlib
import hmac
import secrets

ROUNDS = 2**12


def hash_password(password: str, salt: bytes | None = None) -> str:
    salt = salt or secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=ROUNDS, r=8, p=1)
    return f"{salt.hex()}${digest.hex()}"


def matches(password: str, stored: str) -> bool:
    salt = bytes.fromhex(stored.split("$")[0])
    return hmac.compare_digest(hash_password(password, salt), stored)


def signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, given: str, secret: str) -> bool:
    return hmac.compare_digest(signature(body, secret), given)
