"""An issuer of bearer tokens for a test: keys of its own, discovery and key set over HTTP, and a folder of tokens.

    python issuer.py --port 8000 --folder DIR --audience skep --subject system:serviceaccount:team-a:etl

Writes good.jwt and, each wrong in one way, expired.jwt, early.jwt, audience.jwt, forged.jwt, none.jwt and secret.jwt.
"""

import argparse
import http.server
import json
import pathlib
import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--audience", required=True)
    parser.add_argument("--subject", required=True)
    arguments = parser.parse_args()
    issuer = f"http://127.0.0.1:{arguments.port}"
    key, other = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    published = json.loads(RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "1", "use": "sig", "alg": "RS256"}
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    now = int(time.time())
    claims = {"iss": issuer, "aud": [arguments.audience], "sub": arguments.subject, "exp": now + 3600, "nbf": now}

    def sign(name, changes, key=key, algorithm="RS256"):
        token = jwt.encode(claims | changes, key, algorithm=algorithm, headers={"kid": "1"})
        (arguments.folder / f"{name}.jwt").write_text(token)

    sign("good", {})
    sign("expired", {"exp": now - 60})
    sign("early", {"nbf": now + 600})
    sign("audience", {"aud": "other"})
    sign("forged", {}, key=other)
    sign("none", {}, key=None, algorithm="none")
    # The library refuses to take a public key for a secret, so its text is signed with as bytes that it does not know.
    sign("secret", {}, key=b"\n" + pem.strip().split(b"\n")[1], algorithm="HS256")

    class Documents(http.server.BaseHTTPRequestHandler):
        pages = {
            "/.well-known/openid-configuration": {"issuer": issuer, "jwks_uri": f"{issuer}/keys"},
            "/keys": {"keys": [published]},
        }

        def do_GET(self):
            page = self.pages.get(self.path)
            body = json.dumps(page).encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    http.server.ThreadingHTTPServer(("127.0.0.1", arguments.port), Documents).serve_forever()


if __name__ == "__main__":
    main()
