"""Icons drawn on a 24 x 24 grid with one 2 px line, so that they sit beside text at any size."""

ICONS: dict[str, str] = {
    "alert": "M12 3 2.5 20h19L12 3Zm0 7v4m0 3v.01",
    "back": "m14 5-7 7 7 7",
    "bag": "M5 8h14l1 12H4L5 8Zm4 0V7a3 3 0 0 1 6 0v1",
    "calendar": "M4 6h16v14H4V6Zm0 5h16M8 3v4m8-4v4",
    "camera": "M4 8h4l2-3h4l2 3h4v11H4V8Zm8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
    "check": "m5 13 4.5 4.5L19 7",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3 2",
    "cross": "M6 6l12 12M18 6 6 18",
    "edit": "M4 20h4L19 9l-4-4L4 16v4Z",
    "file": "M6 3h8l4 4v14H6V3Zm8 0v5h4M9 13h6m-6 4h6",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
    "home": "m4 11 8-7 8 7v9h-5v-6H9v6H4v-9Z",
    "link": "M14 5h5v5m0-5-8 8M9 6H5v13h13v-4",
    "message": "M4 5h16v11H10l-5 4v-4H4V5Z",
    "next": "m10 5 7 7-7 7",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c0-8 12-8 12 0m0-16a3.5 3.5 0 0 1 0 7m2 3c3 1 4 3 4 6",
    "phone": "M6 3h4l1.5 5-2.5 2c1 2.5 2.5 4 5 5l2-2.5 5 1.5v4c0 1-1 2-2 2C10 20 4 13 4 5c0-1 1-2 2-2Z",
    "plus": "M12 5v14M5 12h14",
    "road": "M6 21a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm2-2h8a3 3 0 0 0 0-7H8a3 3 0 0 1 0-7h8m2 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
    "shop": "M4 9 5.5 4h13L20 9M4 9a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0A2.7 2.7 0 0 0 20 9M5 12v8h14v-8",
    "sort": "M4 7h16M7 12h10m-7 5h4",
    "sound": "M4 9v6h4l5 4V5L8 9H4Zm12 0a4 4 0 0 1 0 6m3-9a8 8 0 0 1 0 12",
    "star": "m12 3 2.7 5.7 6.3.8-4.6 4.3 1.2 6.200L12 17l-5.6 3 1.2-6.200L3 9.500l6.3-.8L12 3Z",
    "truck": "M3 6h11v11H3V6Zm11 4h4l3 3v4h-7v-7ZM7 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
}

# These point along the line of reading, so they turn round where it runs from right to left.
TURNING_ICONS = frozenset({"back", "next", "link", "message"})
