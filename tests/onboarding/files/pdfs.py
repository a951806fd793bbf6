"""PDFs as offices, scanners and attackers write them, made object by object."""

import hashlib
import zlib
from collections.abc import Sequence

PASSWORD_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
RED_QUARTER = b"1 0 0 rg 0 421 297 421 re f"


def pdf(
    pages: int = 1,
    *,
    media_box: str = "[0 0 595 842]",
    content: bytes = RED_QUARTER,
    catalog: str = "",
    objects: Sequence[bytes] = (),
    resources: str = "<< >>",
    trailer: str = "",
) -> bytes:
    """A PDF whose pages show `content`; `objects` get the numbers from 4 + pages on."""
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {media_box} /Contents 3 0 R /Resources {resources} >>"
    return written(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
            f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
            stream(content),
            *[page.encode()] * pages,
            *objects,
        ],
        trailer,
    )


def written(objects: Sequence[bytes], trailer: str = "") -> bytes:
    file, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end.encode()


def stream(content: bytes, entries: str = "") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries.encode(), content)


def with_scripts() -> bytes:
    """One that would run JavaScript on opening, start a program and post a form."""
    actions = (
        b"<< /S /JavaScript /JS (app.alert\\('secret'\\); while\\(true\\){}) >>",
        b"<< /S /Launch /F (calc.exe) >>",
        b"<< /S /SubmitForm /F (http://127.0.0.1:9/secret) >>",
    )
    catalog = "/OpenAction 5 0 R /AA << /WC 6 0 R /DS 7 0 R >> /Names << /JavaScript << /Names [(run) 5 0 R] >> >>"
    return pdf(catalog=catalog, objects=actions)


def with_password() -> bytes:
    """Encrypted with 40-bit RC4 under a user's password (ISO 32000-1, 7.6.3): nobody reads it without."""
    owner, file_id, rights = bytes(range(32)), b"0123456789abcdef", (0xFFFFFFFC).to_bytes(4, "little")
    key = hashlib.md5((b"01011990" + PASSWORD_PAD)[:32] + owner + rights + file_id).digest()[:5]
    encrypted = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{rc4(key, PASSWORD_PAD).hex()}>"
    return pdf(
        objects=[f"<< {encrypted} >>".encode()],
        trailer=f"/Encrypt 5 0 R /ID [<{file_id.hex()}> <{file_id.hex()}>]",
    )


def rc4(key: bytes, content: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i, j, out = 0, 0, bytearray()
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def with_image_bomb(side: int = 20_000) -> bytes:
    """A few kilobytes that unfold into an image of `side` times `side` pixels."""
    squeeze = zlib.compressobj(9)
    row = bytes(side)
    packed = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    twice = zlib.compress(packed, 9)
    entries = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /BitsPerComponent 8"
    image = stream(twice, entries + " /ColorSpace /DeviceGray /Filter [/FlateDecode /FlateDecode]")
    return pdf(content=b"595 0 0 842 0 0 cm /I Do", resources="<< /XObject << /I 5 0 R >> >>", objects=[image])


def with_endless_drawing(levels: int = 12) -> bytes:
    """Forms that each draw the next one ten times: 10 to the power of `levels` rectangles."""
    forms = []
    for level in range(levels):
        last = level == levels - 1
        resources = "" if last else f"/Resources << /XObject << /F {6 + level} 0 R >> >>"
        body = b"0 0 9 9 re f" if last else b"/F Do " * 10
        forms.append(stream(body, f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {resources}"))
    return pdf(content=b"/F Do", resources="<< /XObject << /F 5 0 R >> >>", objects=forms)


def with_a_form_that_calls_itself(calls: int = 200_000) -> bytes:
    entries = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >>"
    squeezed = zlib.compress(b"/X Do " * calls, 9)
    form = stream(squeezed, entries + " /Filter /FlateDecode")
    return pdf(content=b"/X Do", resources="<< /XObject << /X 5 0 R >> >>", objects=[form])


def content_bomb(mebibytes: int = 700) -> bytes:
    """A page whose drawing unfolds, twice packed, into gigabytes of spaces."""
    squeeze = zlib.compressobj(9)
    spaces = b" " * 1024**2
    packed = b"".join(squeeze.compress(spaces) for _ in range(mebibytes)) + squeeze.flush()
    body = stream(zlib.compress(packed, 9), "/Filter [/FlateDecode /FlateDecode]")
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            body,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << >> >>",
        ]
    )
