"""Keys of encrypted stores: an age identity in a file of its own, or made from a passphrase."""

import hashlib
import hmac
from pathlib import Path
from typing import Final

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from libraries import files
from schemas.errors import BadInput, ConfigurationError

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_PREFIX: Final = "AGE-SECRET-KEY-"
SALT_BYTES: Final = 16
_COST: Final = 1 << 17
"""N of scrypt with r = 8 and p = 1 (RFC 7914): 128 MiB and about half a second for a guess."""


class EncryptionKey:
    """What an encrypted store is read and written with. Neither its text nor its errors show the secret.

    ``name``: what the folder of its objects is called, which tells nothing about it.
    """

    def __init__(self, secret: str, name: str = "") -> None:
        """``secret``: an age identity, ``AGE-SECRET-KEY-1…``. Raises ValueError."""
        try:
            self.identity = pyrage.x25519.Identity.from_str(secret)
        except pyrage.IdentityError as error:
            raise ValueError("it is no age identity") from error
        self.recipient = self.identity.to_public()
        self.name = name or hashlib.sha256(str(self.recipient).encode()).hexdigest()[:16]
        self.names = AESSIV(hmac.digest(str(self.identity).encode(), b"names of wagglebot's objects", "sha512"))

    def __repr__(self) -> str:
        return f"Key({self.name})"


def make_key_file(file: Path) -> str:
    """Write a new key into ``file``, as age-keygen does, for its owner alone; gives its public key.

    Raises BadInput when there is a file already: what was encrypted with it could not be read any more.
    """
    if file.exists():
        raise BadInput("backup.key_there", file=file)
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    files.write_atomically(file, f"# public key: {public}\n{identity}\n".encode(), mode=files.PRIVATE)
    return public


def read_key_file(file: Path) -> EncryptionKey:
    """The key in ``file``: its first line that is no comment. Raises ConfigurationError."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        return EncryptionKey(next((line for line in lines if line and not line.startswith("#")), ""))
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or "no age identity stands in it"
        raise ConfigurationError("backup.key_file", file=file, why=why) from None


def key_from_passphrase(passphrase: str, salt: bytes) -> EncryptionKey:
    """The key that a passphrase stands for, with the salt of the store. Takes about half a second."""
    memory = 2 * 128 * 8 * _COST
    seed = hashlib.scrypt(passphrase.encode(), salt=salt, n=_COST, r=8, p=1, maxmem=memory, dklen=32)
    return EncryptionKey(_bech32(seed), f"p{salt.hex()}")


def _bech32(seed: bytes) -> str:
    """The text of an age identity (age-encryption.org/v1: Bech32 of BIP 173, in capitals)."""
    bits = int.from_bytes(seed) << 4  # 32 bytes are 51 letters of five bits and one left
    data = [bits >> 5 * place & 31 for place in reversed(range(52))]
    human = _PREFIX.lower()
    spread = [ord(letter) >> 5 for letter in human] + [0] + [ord(letter) & 31 for letter in human]
    check = _polymod([*spread, *data, 0, 0, 0, 0, 0, 0]) ^ 1
    return (human + "1" + "".join(_LETTERS[n] for n in [*data, *(check >> 5 * (5 - i) & 31 for i in range(6))])).upper()


def _polymod(values: list[int]) -> int:
    """The checksum of BIP 173."""
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            found ^= factor if top >> place & 1 else 0
    return found
