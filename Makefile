# fupan: every target prepares what it needs; only Python (3.11 or newer) and make must be there.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# Steps within a target build on one another; `make -j` must not mix them up.
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test coverage lint bench lock clean

help: ## 列出全部目标 / list the targets
	@grep -E '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/.runtime ## 创建 .venv 并安装运行所需 / create .venv with the runtime

setup-dev: $(VENV)/.dev ## 另装测试与检查工具 / add the tools for tests and checks

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
	  echo "需要 Python 3.11 或更高版本；请安装后重试，或用 make PYTHON=/路径/python3 指定。" >&2; \
	  echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) 版本过低，需要 Python 3.11 或更高版本。 / $(PYTHON) is older than Python 3.11." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "无法建立虚拟环境；在 Debian 或 Ubuntu 上请先安装 python3-venv。 / No venv: on Debian or Ubuntu install python3-venv." >&2; exit 2; }

# Stamp files: the lock decides whether anything has to be installed again.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "正在安装运行所需的软件包…… / installing packages" >&2
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "正在安装测试与检查工具…… / installing tools for tests and checks" >&2
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

run: setup ## 启动 fupan（Ctrl-C 停止） / start everything (Ctrl-C stops it)
	@exec $(BIN)/fupan up $(ARGS)

test: setup-dev ## 运行全部测试 / run the whole test suite
	@$(BIN)/python -m pytest $(ARGS)

coverage: setup-dev ## 规则的分支覆盖率须为 100% / every branch of the rules is tested
	@$(BIN)/python -m pytest -q --cov --cov-report= tests/unit tests/properties
	@$(BIN)/coverage report --include='models/*' --fail-under=100

lint: setup-dev ## 静态检查 / ruff, mypy, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev ## 性能测量（结果见 bench/results） / run the benchmarks
	@$(BIN)/python -m bench $(ARGS)

lock: ## 重新生成锁文件（需要 uv） / rebuild the lock files (needs uv)
	echo setuptools | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --extra embedded pyproject.toml - -o requirements.lock
	echo setuptools | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --extra embedded --extra dev --extra bench pyproject.toml - -o requirements-dev.lock

clean: ## 删除 .venv 与缓存（不动数据） / remove .venv and caches, never data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info
