"""Makes a small picture of a stranger's large one: a program of its own, which may die without harm.

``python picture_maker.py WIDTH HEIGHT < picture > small.webp``. Run by ``kontuar.actions.pictures``, which gives it
a time limit; it gives itself limits of memory and of processor time, and refuses pictures with more than ``PIXELS``
before a single one is decoded. The first frame only, turned as its EXIF says; nothing else of the file survives.
"""

import io
import sys
import warnings

PIXELS = 60_000_000
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 6
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def limit() -> None:
    """Limits of this process; a system without them (Windows) has the caller's time limit alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def small(content: bytes, width: int, height: int) -> bytes:
    """A WEBP of at most that size, without metadata; raises whatever Pillow raises."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=FORMATS) as found:
        found.draft("RGB", (width * 2, height * 2))
        turned = ImageOps.exif_transpose(found)
    has_alpha = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    plain = turned.convert("RGBA" if has_alpha else "RGB")
    plain.thumbnail((width, height))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=82, method=2)
    return out.getvalue()


def main() -> int:
    """0 and the picture, or 1 and nothing."""
    limit()
    width, height = int(sys.argv[1]), int(sys.argv[2])
    try:
        sys.stdout.buffer.write(small(sys.stdin.buffer.read(), width, height))
    except Exception:  # whatever a broken file makes the decoder raise: there is no small picture
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
