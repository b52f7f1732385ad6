"""AWS for the Glue suite: moto's server behind a door of our own.

    python glue_aws.py --port 5999 --throttle 0.2

The door counts the calls by operation (GET /counts, which also forgets them with ?reset), refuses a share of
them with ThrottlingException, and loses the answer of a share of the rest after moto has done what was asked.
It holds callers to what AWS documents and moto does not: pages, segments, the sizes of batches and expressions,
and the version that UpdateTable names.

moto has no functions and no column statistics. Both are kept here, in dictionaries, after AWS's reference alone:
of these operations the suite shows that the two sides of our own making fit together, and no more.
"""

import argparse
import json
import random
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zlib import crc32

from moto.server import ThreadedMotoServer

LISTS = {
    "GetPartitions": ("Partitions", 1000),
    "GetTables": ("TableList", 100),
    "GetDatabases": ("DatabaseList", 100),
    "GetUserDefinedFunctions": ("UserDefinedFunctions", 100),
}
BATCHES = {
    "BatchCreatePartition": ("PartitionInputList", 100),
    "BatchUpdatePartition": ("Entries", 100),
    "BatchDeletePartition": ("PartitionsToDelete", 25),
    "BatchGetPartition": ("PartitionsToGet", 1000),
    "GetColumnStatisticsForTable": ("ColumnNames", 100),
    "GetColumnStatisticsForPartition": ("ColumnNames", 100),
    "UpdateColumnStatisticsForTable": ("ColumnStatisticsList", 25),
    "UpdateColumnStatisticsForPartition": ("ColumnStatisticsList", 25),
}


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class World:
    def __init__(self, moto, arguments):
        self.moto = moto
        self.throttle, self.lose = arguments.throttle, arguments.lose
        self.random = random.Random(arguments.seed)
        self.counts, self.throttled, self.lost = Counter(), 0, 0
        self.lock = threading.Lock()
        self.updating = threading.Lock()
        self.functions, self.statistics = {}, {}

    def chance(self):
        with self.lock:
            return self.random.random()

    def forward(self, operation, body, headers):
        """The answer of moto: a status and a dictionary."""
        connection = HTTPConnection("127.0.0.1", self.moto)
        sent = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length")}
        sent["X-Amz-Target"] = f"AWSGlue.{operation}"
        connection.request("POST", "/", json.dumps(body), sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text or b"{}")

    def answer(self, operation, body, headers):
        self.check(operation, body)
        if "UserDefinedFunction" in operation:
            found = self.function(operation, body, headers)
        elif "ColumnStatistics" in operation:
            found = self.column_statistics(operation, body, headers)
        elif operation == "UpdateTable":
            return self.update_table(body, headers)
        else:
            asked = {key: value for key, value in body.items() if key not in ("NextToken", "MaxResults", "Segment")}
            status, found = self.forward(operation, asked, headers)
            if status != 200:
                return status, found
            if operation == "DeleteDatabase":
                self.functions = {key: one for key, one in self.functions.items() if key[0] != body["Name"]}
        return 200, self.page(operation, body, found)

    def check(self, operation, body):
        if operation in BATCHES:
            key, most = BATCHES[operation]
            if len(body[key]) > most:
                raise Refused("ValidationException", f"{key} has {len(body[key])} members, at most {most} are allowed")
        if len(body.get("Expression") or "") > 2048:
            raise Refused("ValidationException", "Expression is longer than 2048")

    def page(self, operation, body, found):
        if operation not in LISTS:
            return found
        name, most = LISTS[operation]
        items = found.get(name) or []
        segment = body.get("Segment")
        if segment:
            mine, of = segment["SegmentNumber"], segment["TotalSegments"]
            items = [item for item in items if crc32(str(item["Values"]).encode()) % of == mine]
        size, start = min(body.get("MaxResults") or most, most), int(body.get("NextToken") or 0)
        page = {name: items[start : start + size]}
        if start + size < len(items):
            page["NextToken"] = str(start + size)
        return page

    def update_table(self, body, headers):
        with self.updating:
            version = body.get("VersionId")
            if version:
                named = {"DatabaseName": body["DatabaseName"], "Name": body["TableInput"]["Name"]}
                status, found = self.forward("GetTable", named, headers)
                if status != 200:
                    return status, found
                if found["Table"]["VersionId"] != version:
                    raise Refused("ConcurrentModificationException", "Update table failed due to concurrent modifications.")
            return self.forward("UpdateTable", body, headers)

    def there(self, operation, named, headers):
        status, found = self.forward(operation, named, headers)
        if status != 200:
            raise Refused("EntityNotFoundException", found.get("message") or found.get("Message") or "not found")

    def function(self, operation, body, headers):
        database = body.get("DatabaseName")
        if database:
            self.there("GetDatabase", {"Name": database}, headers)
        given = body.get("FunctionInput") or {}
        key = (database, body.get("FunctionName") or given.get("FunctionName"))
        known = key in self.functions
        if operation == "CreateUserDefinedFunction":
            if known:
                raise Refused("AlreadyExistsException", "Function already exists.")
            self.functions[key] = {**given, "DatabaseName": database, "CreateTime": time.time()}
            return {}
        if operation == "GetUserDefinedFunctions":
            return {"UserDefinedFunctions": [one for (of, _), one in self.functions.items() if database in (None, of)]}
        if not known:
            raise Refused("EntityNotFoundException", "Function not found.")
        if operation == "GetUserDefinedFunction":
            return {"UserDefinedFunction": self.functions[key]}
        if operation == "UpdateUserDefinedFunction":
            self.functions[key] = {**self.functions[key], **given}
        else:
            del self.functions[key]
        return {}

    def column_statistics(self, operation, body, headers):
        table = {"DatabaseName": body["DatabaseName"], "Name": body["TableName"]}
        self.there("GetTable", table, headers)
        values = tuple(body.get("PartitionValues") or ())
        kept = self.statistics.setdefault((body["DatabaseName"], body["TableName"], values), {})
        if operation.startswith("Get"):
            return {"ColumnStatisticsList": [kept[name] for name in body["ColumnNames"] if name in kept]}
        if operation.startswith("Update"):
            kept.update({one["ColumnName"]: one for one in body["ColumnStatisticsList"]})
        elif kept.pop(body["ColumnName"], None) is None:
            raise Refused("EntityNotFoundException", "no statistics of that column")
        return {}


def door(world):
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def send(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self):
            with world.lock:
                self.send(200, {"calls": dict(world.counts), "throttled": world.throttled, "lost": world.lost})
                if "reset" in self.path:
                    world.counts, world.throttled, world.lost = Counter(), 0, 0

        def do_POST(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
            with world.lock:
                world.counts[operation] += 1
            if "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", ""):
                return self.send(400, {"__type": "MissingAuthenticationTokenException", "message": "not signed"})
            if "/glue/aws4_request" not in self.headers["Authorization"]:
                return self.send(400, {"__type": "InvalidSignatureException", "message": "not signed for glue"})
            if world.chance() < world.throttle:
                with world.lock:
                    world.throttled += 1
                return self.send(400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
            try:
                status, body = world.answer(operation, json.loads(raw or b"{}"), self.headers)
            except Refused as refused:
                status, body = 400, {"__type": refused.code, "message": str(refused)}
            if status == 200 and world.chance() < world.lose:
                with world.lock:
                    world.lost += 1
                status, body = 500, {"__type": "InternalServiceException", "message": "the answer was lost"}
            self.send(status, body)

    return Door


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--throttle", type=float, default=0.0)
    parser.add_argument("--lose", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    _, port = moto.get_host_and_port()
    server = ThreadingHTTPServer(("127.0.0.1", arguments.port), door(World(port, arguments)))
    server.daemon_threads = True
    server.request_queue_size = 128
    server.serve_forever()


if __name__ == "__main__":
    main()
