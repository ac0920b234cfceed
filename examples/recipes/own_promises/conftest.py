import pytest
from library import create_app


@pytest.fixture
def app():
    return create_app()
