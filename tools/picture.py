"""Take the picture of the example's brief that the README and the documentation show.

``make picture`` makes the example's brief in ``out`` and its picture, ``docs/pictures/brief.png``. Needs Chromium. Run
it when the first screen has changed; the picture holds the key judgements and the chart below them.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH, HEIGHT = 1080, 1570
LARGEST = 300_000  # bytes: a picture in a repository stays in its history for good
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def take(page: Path, picture: Path) -> int:
    """Write a picture of the top of a page and return its size in bytes."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit(f"No browser to take a picture with. Install one of: {', '.join(BROWSERS)}.")
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--no-first-run", "--hide-scrollbars", "--disable-lcd-text",
            f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return picture.stat().st_size


def main() -> None:
    """Take the picture, and fail if it is too large to be kept."""
    parser = argparse.ArgumentParser(description="Take a picture of the top of a brief's page.")
    parser.add_argument("page", type=Path, nargs="?", default=Path("out/brief.html"))
    parser.add_argument("picture", type=Path, nargs="?", default=Path("docs/pictures/brief.png"))
    given = parser.parse_args()
    size = take(given.page.resolve(), given.picture.resolve())
    print(f"{given.picture}: {size / 1000:.0f} kB")
    if size > LARGEST:
        sys.exit(f"{given.picture} has {size:,} bytes, more than {LARGEST:,}. Lower HEIGHT in tools/picture.py.")


if __name__ == "__main__":
    main()
