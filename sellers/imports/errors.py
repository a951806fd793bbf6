"""Why a whole file was refused. What is wrong in one row is a Problem of `problems.py` and refuses that row only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError
from sellers.identifiers.refusals import worded


class BadTable(DomainError):
    """The file as a whole cannot be read. Nothing of it was taken in."""

    code = "import.unreadable"
    message = _(
        "We cannot read this file. Open it in Excel, save it as “Excel workbook (.xlsx)” or “CSV UTF-8”, "
        "and choose that one."
    )

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(message, field="file")


class EmptyTable(BadTable):
    code = "import.empty"
    message = _("This file holds no rows. Choose the file with your sellers.")


class TableTooLarge(BadTable):
    code = "import.too_large"
    message = _("This file is too large. Cut it into parts, each with the header row on top.")
    http_status = 413


class HoldsNul(BadTable):
    code = "import.nul"
    message = _("There are signs in this file that no text has, so it is damaged. Save it again as “CSV UTF-8”.")


class OldExcel(BadTable):
    code = "import.old_excel"
    message = _("This is a file of an old Excel (.xls). Open it, save it as “Excel workbook (.xlsx)”, and choose that.")


class LockedSheet(BadTable):
    code = "import.locked"
    message = _("This file is locked with a password. Open it, take the password off, save it, and choose it again.")


class NotASheet(BadTable):
    code = "import.not_a_sheet"
    message = _("This is no Excel workbook and no CSV. Open it, save it as “Excel workbook (.xlsx)”, and choose that.")


class DamagedSheet(BadTable):
    code = "import.damaged"
    message = _("This Excel file is damaged, or only a part of it arrived. Save it again and choose it once more.")


class SheetExpands(BadTable):
    code = "import.expands"
    message = _("This Excel file unpacks to far more than a list of sellers has. Copy the rows into a new file.")
    http_status = 413


class SheetBusy(BadTable):
    code = "import.busy"
    message = _("Another large file is being read just now. Nothing is wrong with yours: send it again in a minute.")
    http_status = 503


class TooManyRows(BadTable):
    code = "import.too_many_rows"
    http_status = 413

    def __init__(self, limit: int) -> None:
        sentence = _("This file has more than %(limit)s rows. Save it as CSV, or cut it into parts.")
        super().__init__(worded(sentence, limit=f"{limit:,}"))


class TooManyColumns(BadTable):
    code = "import.too_many_columns"

    def __init__(self, row: int, limit: int) -> None:
        sentence = _("Row %(row)s has more than %(limit)s columns. Delete the columns that are not about the seller.")
        super().__init__(worded(sentence, row=row, limit=limit))


class CellTooLong(BadTable):
    code = "import.cell_too_long"

    def __init__(self, row: int) -> None:
        sentence = _(
            "Something in row %(row)s never ends: perhaps a quotation mark was opened and not closed. "
            "Mend that row and choose the file again."
        )
        super().__init__(worded(sentence, row=row))


class NoHeader(BadTable):
    code = "import.no_header"
    message = _(
        "We found no header row. One of the first rows must name the columns, with at least the name, the phone and "
        "the district."
    )


class ColumnsMissing(BadTable):
    code = "import.columns_missing"

    def __init__(self, labels: list[str]) -> None:
        sentence = _("Say which columns hold these: %(labels)s.")
        super().__init__(worded(sentence, labels=", ".join(labels)))


class ColumnTwice(BadTable):
    code = "import.column_twice"

    def __init__(self, label: str) -> None:
        sentence = _("Two columns are both said to hold “%(label)s”. Choose one of them.")
        super().__init__(worded(sentence, label=label))
