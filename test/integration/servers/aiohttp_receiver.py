"""What aiohttp makes of an upload: it answers with what it read. Prints its port; ends with its standard input."""

import asyncio
import hashlib
import json
import sys
from urllib.parse import quote

from aiohttp import BodyPartReader, web


async def digest(read):
    """Size and SHA-256 of a stream of bytes, read through `read`."""
    size, sha256 = 0, hashlib.sha256()
    while chunk := await read():
        size += len(chunk)
        sha256.update(chunk)
    return {"size": size, "sha256": sha256.hexdigest()}


async def form(request):
    parts = []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        told = {
            "name": part.name,
            "filename": part.filename,
            "disposition": part.headers.get("Content-Disposition"),
            "type": part.headers.get("Content-Type"),
        }
        if part.filename is None:
            parts.append(told | {"text": await part.text()})
        else:
            parts.append(told | await digest(part.read_chunk))
    return answer(request, {"parts": parts})


async def raw(request):
    return answer(request, await digest(request.content.readany))


def answer(request, told):
    headers = {name.lower(): value for name, value in request.headers.items()}
    told |= {"path": request.path_qs, "headers": headers}
    # Where a test can have it: Destination.send gives back nothing but a link.
    link = "http://told.test/#" + quote(json.dumps(told))
    return web.json_response(told, headers={"X-Told": link})


async def main():
    app = web.Application(client_max_size=0)
    app.router.add_post("/form", form)
    app.router.add_put("/{path:.*}", raw)
    app.router.add_post("/raw", raw)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


asyncio.run(main())
