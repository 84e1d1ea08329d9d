"""``python -m testbed.saved_page_checks FOLDER …``: right and wrong fields of saved pages, in one table.

Each folder is named by the code of a site, or NAME as in ``CODE--NAME``, and holds pages and their ``expected.yaml``.
"""

import sys
from collections import Counter
from pathlib import Path

from crawlers.sites_config import registry
from testbed.saved_page_checks.compare import ComparedField, SavedPages
from testbed.saved_page_checks.truth import read_truth


def main(folders: list[Path]) -> None:
    """Print every wrong field of the folders' pages, and a table of right and wrong fields by site."""
    right: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for folder in folders:
        code = folder.name.partition("--")[0]
        pages = SavedPages.of_site(registry.site_spec(code), folder, read_truth(folder))
        for cell in pages.compared_fields():
            (right if cell.is_right else wrong)[code, field_name_with_item_kind(cell)] += 1
            if not cell.is_right:
                print(f"{folder.name}/{cell}")
    for code, name in sorted(right | wrong):
        print(f"{code:16} {name:20} right {right[code, name]:5} wrong {wrong[code, name]:5}")
    print(f"{'all':37} right {right.total():5} wrong {wrong.total():5}")


def field_name_with_item_kind(cell: ComparedField) -> str:
    """The name of the field after the kind of its item: ``comment likes``."""
    kind = cell.item.split()[0]
    return f"{kind if kind in ('comment', 'comments', 'list') else cell.page.partition('.')[0]} {cell.field}"


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
