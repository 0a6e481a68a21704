# fupan: every target prepares what it needs; nothing has to be installed first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test lint bench lock clean

help: ## 列出全部目标 / list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/.runtime ## 创建 .venv 并安装运行所需 / create .venv with the runtime

setup-dev: $(VENV)/.dev ## 另装测试与检查工具 / add the tools for tests and checks

# Stamp files: the lock decides whether anything has to be installed again.
$(VENV)/.runtime: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: setup ## 启动 fupan（Ctrl-C 停止） / start everything (Ctrl-C stops it)
	@exec $(BIN)/fupan up $(ARGS)

test: setup-dev ## 运行全部测试 / run the whole test suite
	$(BIN)/python -m pytest $(ARGS)

lint: setup-dev ## 静态检查 / ruff, mypy, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev ## 性能测量（结果见 bench/results） / run the benchmarks
	$(BIN)/python -m bench $(ARGS)

lock: ## 重新生成锁文件（需要 uv） / rebuild the lock files (needs uv)
	echo setuptools | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --extra embedded pyproject.toml - -o requirements.lock
	echo setuptools | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --extra embedded --extra dev --extra bench pyproject.toml - -o requirements-dev.lock

clean: ## 删除 .venv 与缓存（不动数据） / remove .venv and caches, never data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache *.egg-info
