"""
OpenStack Swift with its S3 interface: proxy, account, container and object server of Debian's packages, one device, one
replica, and memcached, all in the folder that is given. After it may stand the port to listen on (0: any, which is
printed) and the least size of a part in bytes. Ends with its standard input. What it stores survives its end.
"""

import ctypes
import os
import signal
import subprocess
import sys

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402
from swift.common import constraints, storage_policy, utils  # noqa: E402
from swift.common.http_protocol import SwiftHttpProtocol  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402

SWIFT = """
[swift-hash]
swift_hash_path_prefix = porter
swift_hash_path_suffix = porter
[storage-policy:0]
name = one
default = yes
"""

STORAGE = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
fallocate_reserve = 0
log_address = {folder}/nolog
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
auto_create_account_prefix = .
"""

PROXY = """
[DEFAULT]
swift_dir = {folder}
log_address = {folder}/nolog
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats bulk s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{memcached}
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
allow_multipart_uploads = true
max_upload_part_num = 10000
min_segment_size = {smallest_part}
max_parts_listing = 2
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:slo]
use = egg:swift#slo
max_manifest_segments = 10000
max_manifest_size = 83886080
"""

FILTERS = ["catch_errors", "gatekeeper", "listing_formats", "bulk", "copy", "dlo", "versioned_writes", "symlink"]


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def listen(port=0):
    return eventlet.listen(("127.0.0.1", port), backlog=512)


def build_ring(folder, name, port):
    """Where the one device of a storage server is."""
    builder = RingBuilder(part_power=4, replicas=1, min_part_hours=0)
    device = {"region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": port, "device": "one"}
    builder.add_dev({**device, "replication_ip": "127.0.0.1", "replication_port": port})
    builder.rebalance(seed=1)
    builder.get_ring().save(os.path.join(folder, f"{name}.ring.gz"))


def start_memcached(folder):
    """Its port; it dies with this process, however that ends."""
    told = os.path.join(folder, "memcached.port")
    if os.path.exists(told):
        os.remove(told)
    libc = ctypes.CDLL(None)
    changes = libc.inotify_init()
    # IN_MOVED_TO
    libc.inotify_add_watch(changes, os.fsencode(folder), 0x80)
    subprocess.Popen(
        ["memcached", "-u", "root", "-l", "127.0.0.1", "-p", "-1", "-U", "0", "-m", "16"],
        env={**os.environ, "MEMCACHED_PORT_FILENAME": told},
        # PR_SET_PDEATHSIG
        preexec_fn=lambda: libc.prctl(1, signal.SIGKILL),
    )
    while not os.path.exists(told):
        os.read(changes, 4096)
    os.close(changes)
    with open(told, encoding="utf-8") as file:
        return int(file.read().rsplit(":", 1)[1])


def serve(socket, app):
    options = {"protocol": SwiftHttpProtocol, "capitalize_response_headers": False}
    eventlet.spawn(wsgi.server, socket, app, utils.NullLogger(), **options)


def main(folder, port="0", smallest_part="5242880"):
    os.makedirs(os.path.join(folder, "devices", "one"), exist_ok=True)
    write(os.path.join(folder, "swift.conf"), SWIFT)
    utils.set_swift_dir(folder)
    storage_policy.reload_storage_policies()
    constraints.reload_constraints()
    for kind in ["account", "container", "object"]:
        socket = listen()
        build_ring(folder, kind, socket.getsockname()[1])
        conf = write(os.path.join(folder, f"{kind}.conf"), STORAGE.format(folder=folder, kind=kind))
        serve(socket, loadapp(conf))
    proxy = PROXY.format(folder=folder, memcached=start_memcached(folder), smallest_part=smallest_part)
    proxy += "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in FILTERS)
    socket = listen(int(port))
    serve(socket, loadapp(write(os.path.join(folder, "proxy.conf"), proxy)))
    print(socket.getsockname()[1], flush=True)
    while eventlet.tpool.execute(os.read, 0, 1024):
        pass
    os._exit(0)


main(*sys.argv[1:])
