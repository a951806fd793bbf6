"""What a client may be allowed to do. A client is given some of these; a token holds those, or fewer."""

LISTINGS_READ = "listings:read"

SCOPES = {
    LISTINGS_READ: "Read the approved listings of the programmes that name you.",
}
