"""Compressed bytes from outside: gzip, bzip2 and Zstandard, told by their first bytes, unpacked as they are read."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from onrecord.errors import MachineError
from onrecord.extras import require

if TYPE_CHECKING:
    import zstandard

#: Names of compressed files end like this.
SUFFIXES = frozenset({".gz", ".bz2", ".zst"})

_GZIP = b"\x1f\x8b"
#: Between the two stands a digit; the second of the latter is that of an empty file.
_BZIP2 = (b"BZh", (b"1AY&SY", b"\x17rE8P\x90"))
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPED = (b"\x2a\x4d\x18", range(0x50, 0x60))  # a frame without data, as some tools put first
#: Largest window that is unpacked: that of `zstd --long=31`, as dumps are packed.
_LARGEST_WINDOW = 2**31
#: Few packed bytes at a time, for a few can unpack to a great many.
_CHUNK = 2**13


#: Errors of a machine, its disks or its network: the same file may be read well later, or elsewhere.
_TROUBLE = frozenset(
    {
        *(errno.EIO, errno.EREMOTEIO, errno.ENODEV, errno.ENXIO, errno.ENOSPC, errno.EDQUOT),
        *(errno.EMFILE, errno.ENFILE, errno.ENOMEM),
        *(errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.ECONNRESET, errno.ECONNREFUSED),
        *(errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH),
    }
)


class Chunks(Protocol):
    """What gives bytes as they come."""

    def read1(self, size: int, /) -> bytes:
        """Between one and `size` bytes, as many as are at hand; none at the end."""


class DamagedError(OSError):
    """Compressed bytes that cannot be unpacked, as one sentence."""


def unpacked(stream: BinaryIO) -> Chunks:
    """The stream itself, or what is packed in it.

    Raises:
        MissingExtraError: It is packed with Zstandard, whose library is not installed.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    start = buffered.peek(10)[:10]
    # None is buffered once more: that would lose what was unpacked before the place where the file is damaged.
    if start.startswith(_GZIP):
        return _Unpacked("gzip", cast("Chunks", gzip.GzipFile(fileobj=buffered)))
    if start.startswith(_BZIP2[0]) and start[4:10] in _BZIP2[1]:
        return _Unpacked("bzip2", bz2.BZ2File(buffered))
    if start.startswith(_ZSTD) or (start[1:4] == _ZSTD_SKIPPED[0] and start[0] in _ZSTD_SKIPPED[1]):
        return _Zstandard(buffered)
    return buffered


def is_packed(chunks: Chunks) -> bool:
    """Whether the bytes are unpacked on the way, so that they are not those of the file."""
    return isinstance(chunks, _Unpacked | _Zstandard)


def stop_at_trouble(error: Exception) -> None:
    """Keep trouble of the machine from being taken for a fault of what is read.

    Raises:
        MachineError: It is such trouble.
    """
    if isinstance(error, OSError) and error.errno in _TROUBLE:
        raise MachineError(
            f"reading failed ({error.strerror or error}), for which this machine, its disks or its network must be "
            "mended: nothing is wrong with the articles"
        ) from None


def explain_stream(error: OSError) -> str:
    """A stream error as a sentence.

    Raises:
        MachineError: It is no fault of what is read.
    """
    stop_at_trouble(error)
    return str(error) if isinstance(error, DamagedError) else f"reading failed: {error.strerror or error}"


class _Unpacked:
    """A file of the standard library that unpacks, with its errors as sentences."""

    def __init__(self, name: str, stream: Chunks) -> None:
        self._name = name
        self._stream = stream

    def read1(self, size: int, /) -> bytes:
        """The next bytes.

        Raises:
            DamagedError: The file is damaged or cut.
            OSError: It cannot be read.
        """
        try:
            return self._stream.read1(size)
        except EOFError:
            raise DamagedError(f"the {self._name} file ends early: fetch or pack it again") from None
        except (OSError, zlib.error) as error:
            if getattr(error, "errno", None) is not None:
                raise
            raise DamagedError(f"the {self._name} file is damaged ({error}): fetch or pack it again") from None


class _Zstandard:
    """Frames of Zstandard, one after the other. The library's own reader takes a frame that is cut for the end."""

    def __init__(self, packed: io.BufferedReader) -> None:
        require("zstandard", "zstd", "files packed with Zstandard")
        import zstandard

        self._packed = packed
        self._library = zstandard
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._left = b""

    def read1(self, size: int, /) -> bytes:
        """The next bytes; more than `size` where a block unpacks to more.

        Raises:
            DamagedError: A frame is damaged or cut.
        """
        while packed := self._left or self._packed.read1(min(size, _CHUNK)):
            self._left = b""
            if found := self._decompressed(packed):
                return found
        if self._frame is not None:
            raise DamagedError("the Zstandard file ends early: fetch or pack it again")
        return b""

    def _decompressed(self, packed: bytes) -> bytes:
        frame = self._frame or self._unpacker.decompressobj()
        try:
            found = frame.decompress(packed)
        except self._library.ZstdError as error:
            detail = str(error).rpartition(": ")[2] or str(error)
            raise DamagedError(f"the Zstandard file is damaged ({detail}): fetch or pack it again") from None
        self._left = frame.unused_data if frame.eof else b""
        self._frame = None if frame.eof else frame
        return found
