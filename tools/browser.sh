#!/bin/sh
# Installs Chromium and a Chinese font for the browser tests if they are missing and can be installed.
# Usage: tools/browser.sh .venv/bin
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
echo "正在安装浏览器（只供测试）… installing Chromium for the tests"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null 2>&1 && exit 0
fi
"$1/playwright" install chromium && exit 0
echo "装不了浏览器，跳过网页测试。No browser could be installed: the page's tests will be skipped."
