"""peers.py LIBRARY form|raw|many URL PATH...: uploads with a library of Python's, as its documentation shows it."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

library, how, url, *paths = sys.argv[1:]


def with_httpx():
    import httpx

    with httpx.Client(timeout=None) as client:
        with open(paths[0], "rb") as file:
            if how == "form":
                client.post(url, files={"file": file}).raise_for_status()
            else:
                client.put(url, content=file, headers={"content-length": str(Path(paths[0]).stat().st_size)})


def with_requests():
    import requests

    session = requests.Session()
    if how == "many":

        def send(path):
            with open(path, "rb") as file:
                session.post(url, files={"file": file}).raise_for_status()

        session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=16))
        folder = [path for path in Path(paths[0]).rglob("*") if path.is_file()]
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(send, folder))
        return
    with open(paths[0], "rb") as file:
        if how == "form":
            session.post(url, files={"file": file}).raise_for_status()
        else:
            session.put(url, data=file).raise_for_status()


async def with_aiohttp():
    import aiohttp

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:

        async def send(path):
            with open(path, "rb") as file:
                body = {"file": file} if how != "raw" else file
                request = session.put(url, data=body) if how == "raw" else session.post(url, data=body)
                async with request as answer:
                    answer.raise_for_status()
                    await answer.read()

        if how != "many":
            await send(paths[0])
            return
        folder = iter([path for path in Path(paths[0]).rglob("*") if path.is_file()])

        async def work():
            for path in folder:
                await send(path)

        await asyncio.gather(*(work() for _ in range(50)))


if library == "aiohttp":
    asyncio.run(with_aiohttp())
else:
    {"httpx": with_httpx, "requests": with_requests}[library]()
