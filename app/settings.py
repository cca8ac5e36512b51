"""What a server may be told: by command line (`--port 8080`) or environment (`DROPOUT_EXPLORER_PORT=8080`)."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.web.site.prefix import normal
from app.web.site.public import normal_url

CLUSTER = re.compile(r"(?:tcp|tls|ws|wss)://[^\s/:]+:\d{1,5}/?|(?:tcp|tls)://\[[0-9a-f:.]+\]:\d{1,5}")


def cluster_address(text: str) -> str:
    """The address of a scheduler, or "" for none. Raises: ValueError for what is none."""
    if text and not CLUSTER.fullmatch(text):
        raise ValueError("must be the address of a dask scheduler as tcp://10.0.0.5:8786")
    return text


class Settings(BaseSettings):
    """Serve Dropout Explorer: small networks that train with dropout, every gradient step to be watched.

    `dropout-explorer export LINK FILE` writes a run into a file that plays it without a server (`export --help`);
    `dropout-explorer sweep LINK --out FILE` computes an experiment into a table (`sweep --help`).
    """

    model_config = SettingsConfigDict(
        env_prefix="DROPOUT_EXPLORER_",
        cli_prog_name="dropout-explorer",
        cli_kebab_case=True,
        cli_implicit_flags=True,
        cli_hide_none_type=True,
        cli_avoid_json=True,
        cli_exit_on_error=False,
    )

    host: str = Field("127.0.0.1", description="address to listen on; 0.0.0.0 for everyone on the network")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    open: bool = Field(False, description="open the page in a browser")
    memory_mb: int = Field(512, ge=16, le=65536, description="memory for the logs of all runs, in MB")
    live_runs: int = Field(32, ge=2, le=4096, description="how many arms may train at the same time")
    streams: int = Field(2000, ge=1, le=100_000, description="how many viewers may play at the same time")
    single_process: bool = Field(False, description="train inside the server's process, for one person alone")
    workers: int = Field(0, ge=0, le=4096, description="processes that compute experiments; 0 for one a core")
    cluster: Annotated[str, AfterValidator(cluster_address)] = Field(
        "",
        description="a dask scheduler whose workers compute experiments, as tcp://10.0.0.5:8786; empty: this machine",
    )
    cells: str = Field(
        "", description="file that keeps results of experiments; empty for one in the user's cache, 'none' for no file"
    )
    end_with_parent: bool = Field(False, description="end when the process that started the server has ended")
    root_path: Annotated[str, AfterValidator(normal)] = Field(
        "", description="path that a proxy leaves before each path, as /explorer; none where it takes it away"
    )
    frame_ancestors: str = Field("*", description="which pages may hold embeds in a frame, as in CSP; * for any")
    public_url: Annotated[str, AfterValidator(normal_url)] = Field(
        "", description="address at which others open this server, as https://dropout.example.edu/"
    )
