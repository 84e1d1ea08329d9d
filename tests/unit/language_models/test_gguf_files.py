"""Which file of a folder is the model."""

from pathlib import Path

from fixtures.rows import each_row

from libraries.language_models.gguf import find_model_file


@each_row(
    "files, expected",
    [
        ((), None),
        (("a.gguf",), "a.gguf"),
        (("a.gguf", "readme.md"), "a.gguf"),
        (("a.gguf", "b.gguf"), None),
        (("a-00001-of-00003.gguf", "a-00002-of-00003.gguf", "a-00003-of-00003.gguf"), "a-00001-of-00003.gguf"),
        (("a-00002-of-00003.gguf", "a-00003-of-00003.gguf"), None),
        (("a.gguf", "mmproj-a.gguf"), "a.gguf"),
    ],
)
def test_the_only_model_of_a_folder_is_taken(tmp_path: Path, files: tuple[str, ...], expected: str | None) -> None:
    folder = tmp_path / str(abs(hash(files)))
    folder.mkdir()
    for name in files:
        (folder / name).touch()
    assert find_model_file(folder) == (folder / expected if expected else None)
    if expected:
        assert find_model_file(folder / expected) == folder / expected
