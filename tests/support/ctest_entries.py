"""One entry of ctest for each case of pytest, named as its file and the case: `api.one_text_is_classified`."""

import sys

DEFAULTS = {"TIMEOUT": 300, "SKIP_RETURN_CODE": 77}


def entry(item):
    """Two commands of a CTestTestfile.cmake."""
    command = [sys.executable, "-m", "pytest", "--smartdesk", item.config.option.smartdesk.absolute(), item.nodeid]
    properties = DEFAULTS | {"WORKING_DIRECTORY": item.config.rootpath}
    for mark in item.iter_markers("ctest"):
        properties |= mark.kwargs
    name = name_of(item)
    pairs = words(word for pair in properties.items() for word in pair)
    return f"add_test({words([name, *command])})\nset_tests_properties({words([name])} PROPERTIES {pairs})\n"


def name_of(item):
    """Without blanks, as ctest prints it between other words. A parameter stands behind a slash."""
    case = item.name.removeprefix("test_").replace("[", "/").removesuffix("]")
    return f"{item.path.stem.removesuffix('_test')}.{case}".replace(" ", "_")


def words(all_of_them):
    """As CMake takes any text literally."""
    return " ".join(f"[===[{word}]===]" for word in all_of_them)
