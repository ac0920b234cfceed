"""What the documentation says can be read by those for whom it is: links, configurations, code, pipelines."""

import re
import tomllib

import pytest
import yaml

from authproof.audit.configuration import read_config
from authproof.checks import catalogue
from tests.documents import COMMANDS, DOCUMENTS, MADE, ROOT, blocks

LANGUAGES = {"sh", "console", "toml", "python", "yaml", "text"}
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(page):
    """The anchors of a page's headings, as GitHub and the site make them."""
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def titled(*languages):
    return [pytest.param(one, id=str(one)) for one in blocks(*languages)]


@pytest.mark.parametrize("page", sorted({*DOCUMENTS, *MADE}))
def test_links_between_pages_lead_somewhere(page):
    """The file is there, and the anchor too; the site's own build sees those of docs/ once more."""
    for link in LINK.findall((ROOT / page).read_text()):
        if not link.startswith(("https://", "http://")):
            path, _, anchor = link.partition("#")
            file = ((ROOT / page).parent / path).resolve() if path else ROOT / page
            assert file.exists(), link
            assert not anchor or anchor in anchors(file.relative_to(ROOT)), link


def test_every_check_has_its_anchor():
    """`checks/#slug` leads to the check, in the site and in the repository."""
    assert {check.slug for check in catalogue()} <= anchors("docs/checks.md")


def test_every_block_says_its_language():
    """What has no language is tried by nobody."""
    assert [str(one) for one in blocks() if one.language not in LANGUAGES] == []


def test_every_command_is_listed_with_how_it_is_tried():
    """tests/security/commands.toml has each command of each page, and none that no page has."""
    said = {(one.page, command) for one in blocks("sh", "console") for command in one.commands}
    assert said == {(page, command) for page, ways in COMMANDS.items() for command in ways}


@pytest.mark.parametrize("block", titled("toml"))
def test_a_documented_configuration_is_understood(block, tmp_path):
    """Each key and value under [tool.authproof] is known, and each slug is a check."""
    (tmp_path / "pyproject.toml").write_text(block.text)
    config = read_config(tmp_path)
    slugs = {check.slug for check in catalogue()}
    assert {one.check for one in config.policy.acceptances} | {*config.only, *config.skip} <= slugs
    assert config.target or "tool" not in tomllib.loads(block.text)


@pytest.mark.parametrize("block", titled("python"))
def test_documented_code_is_code(block):
    """It compiles as it stands."""
    assert compile(block.text, str(block), "exec")


@pytest.mark.parametrize(
    "block",
    [one for one in titled("python", "toml") if one.values[0].title not in {"", "noxfile.py", "tox.toml"}],
)
def test_documented_code_stands_in_the_file_that_it_names(block):
    """A recipe's code and configuration are its app's, line by line; `...` stands for what is left out."""
    if block.page == "docs/index.md":
        pytest.skip("the reader's own file: tests/security/test_documentation.py audits by it")
    source = ((block.recipe or ROOT) / block.title).read_text()
    parts = [part.strip("\n") for part in re.split(r"^ *\.\.\.$|^ *\"\"\"$", block.text, flags=re.MULTILINE)]
    assert [part for part in parts if part not in source] == []


def test_the_pipeline_gives_the_action_what_it_takes():
    """Inputs and outputs that docs/ci.md names are those of action.yml."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (workflow,) = [one.text for one in blocks("yaml") if "workflows" in one.title]
    (step,) = [one for one in yaml.safe_load(workflow)["jobs"]["audit"]["steps"] if one.get("id") == "login"]
    assert set(step["with"]) <= set(action["inputs"])
    assert set(re.findall(r"steps\.login\.outputs\.([a-z-]+)", workflow)) <= set(action["outputs"])
    said = (ROOT / "docs/ci.md").read_text()
    assert [name for name in (*action["inputs"], *action["outputs"]) if f"`{name}`" not in said] == []


def test_the_pipelines_name_the_hook_and_the_reports_that_are_written():
    """pre-commit's configuration names our hook; what GitLab keeps is what the audit writes."""
    documents = {one.title: yaml.safe_load(one.text) for one in blocks("yaml")}
    hooks = {one["id"] for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {one["id"] for one in documents[".pre-commit-config.yaml"]["repos"][0]["hooks"]} <= hooks
    job = documents[".gitlab-ci.yml"]["login"]
    kept = [*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]]
    assert [file for file in kept if f"={file}" not in job["script"][-1]] == []


def test_the_readme_of_the_recipes_names_each_of_them():
    """Every folder of examples/recipes/ has its page, and every page its folder."""
    pages = {one.stem.replace("-", "_") for one in (ROOT / "docs/recipes").glob("*.md")} - {"index"}
    assert pages == {one.name for one in (ROOT / "examples/recipes").iterdir() if one.is_dir()}
