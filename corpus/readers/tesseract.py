"""Tesseract's engines with Debian's Thai and English data, which is all that is read of this machine."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import tesserocr
from PIL import Image

from corpus.record import UnsupportedFormat

DPI = 220
"""What pages are scaled to: at 200 thin strokes of small type are lost, at 240 marks become lines of their own."""
LANGUAGES, ENGLISH = "tha+eng", "eng"
_VARIABLES = {"debug_file": os.devnull}
_FOLDERS = ("/usr/share/tesseract-ocr", "/usr/share", "/usr/local/share", "/opt/homebrew/share", f"{sys.prefix}/share")

_engines = threading.local()


class OcrMissing(UnsupportedFormat):
    """Tesseract's trained data is not on this machine. ``str(error)`` is one line that may be shown to a person."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or "ยังอ่านตัวอักษรจากภาพไม่ได้ ผู้ดูแลระบบต้องติดตั้ง tesseract-ocr-tha และ tesseract-ocr-eng ก่อน")


def find_data() -> Path | None:
    """The folder that holds both tha.traineddata and eng.traineddata; TESSDATA_PREFIX goes before the usual folders."""
    roots = [Path(root) for root in (os.environ.get("TESSDATA_PREFIX"), *_FOLDERS) if root]
    folders = [
        folder for root in roots for folder in (root, root / "tessdata", *sorted(root.glob("[0-9]*/tessdata"))[::-1])
    ]
    wanted = [f"{language}.traineddata" for language in LANGUAGES.split("+")]
    return next((folder for folder in folders if all((folder / name).is_file() for name in wanted)), None)


def give(engine: tesserocr.PyTessBaseAPI, image: Image.Image) -> None:
    """Hands it a grey picture at `DPI`."""
    engine.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    engine.SetSourceResolution(DPI)


def engine(languages: str, mode: int) -> tesserocr.PyTessBaseAPI:
    """One for each thread, which it may not leave. The published builds recognise in one thread of their own."""
    found: tesserocr.PyTessBaseAPI | None = getattr(_engines, languages, None)
    if found is None:
        folder = find_data()
        if folder is None:
            raise OcrMissing
        found = tesserocr.PyTessBaseAPI(init=False)
        found.InitFull(path=f"{folder}/", lang=languages, psm=mode, variables=_VARIABLES)
        setattr(_engines, languages, found)
    return found
