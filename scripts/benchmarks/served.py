"""A finished site on a loopback port, compressed as a host of static pages does it, and Chromium to look at it."""

from __future__ import annotations

import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".ipynb"}


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves quietly, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file, compressed where that pays and the browser takes it."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.partition("?")[0].endswith("/") else path
        takes = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (takes and path.is_file() and path.suffix in COMPRESSED):
            return super().do_GET()
        body = packed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def guess_type(self, path: Any) -> str:
        """Say that text is UTF-8, as hosts do."""
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def end_headers(self) -> None:
        """Allow a browser to keep what it has for ten minutes."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


@lru_cache(maxsize=512)
def packed(path: Path, changed: int) -> bytes:
    """Return the file's compressed bytes; the time of its last change tells versions apart."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder on a free port; yield its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def kinds(site: Path) -> dict[str, str]:
    """Return an address for each kind of page: those of one folder and depth are a kind, the middling one speaks."""
    found: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for path in sorted(site.rglob("index.html")):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        kind = (address.partition("/")[0], address.count("/"))
        if kind[0] == "to":
            continue
        found.setdefault(kind, []).append((path.stat().st_size, address))
    return {f"{top or 'home'}-{depth}": sorted(pages)[len(pages) // 2][1] for (top, depth), pages in found.items()}
