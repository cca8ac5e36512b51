"""A browser that stores nothing for a page, as for one from elsewhere in a frame."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import press
from tests.browser.test_source import PLAY, is_past

REFUSES = """{
  const get = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
  const names = ['localStorage', 'sessionStorage', 'indexedDB', 'caches'];
  for (const name of names) Object.defineProperty(window, name, { get });
  Object.defineProperty(Document.prototype, 'cookie', { get, set: get });
  window.BroadcastChannel = class { constructor() { get(); } };
}"""


@pytest.mark.own_profile
def test_where_storage_is_refused_a_page_plays_takes_settings_and_goes_back(page: Page) -> None:
    page.add_init_script(REFUSES)
    page.goto("/?steps=300")
    is_past(page, 5)
    press(page, PLAY)
    page.wait_for_url(re.compile(r"step=\d+"))
    page.focus("#control-activation")
    page.select_option("#control-activation", "tanh")
    page.wait_for_url(re.compile("activation=tanh"))
    page.go_back()
    expect(page.locator("#control-activation")).to_have_value("relu")
    page.goto("/layer?p=0.3")
    press(page, "#to-back")
    page.wait_for_url(re.compile("substep="))
