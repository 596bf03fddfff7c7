# Adds an entry for each case of pytest. ctest includes this whenever it starts, with these set:
#   PYTEST_PYTHON     the interpreter of an environment that may have pytest
#   PYTEST_SOURCES    the checkout
#   PYTEST_PROGRAM    the program under test
#   PYTEST_ENTRIES    a file that keeps the entries until a Python file of the tests changes
cmake_minimum_required(VERSION 3.25)

if(NOT EXISTS ${PYTEST_PYTHON} OR NOT EXISTS ${PYTEST_SOURCES}/.venv/bin/pytest)
  add_test(python.is_set_up sh -c "echo 'no pytest in .venv: run script/setup'; exit 1")
  return()
endif()

file(GLOB_RECURSE sources ${PYTEST_SOURCES}/tests/*.py)
set(state "${PYTEST_PROGRAM}\n")
foreach(source ${sources} ${PYTEST_SOURCES}/pyproject.toml ${CMAKE_CURRENT_LIST_FILE})
  file(TIMESTAMP ${source} changed)
  string(APPEND state "${source} ${changed}\n")
endforeach()
set(known "")
if(EXISTS ${PYTEST_ENTRIES}.state)
  file(READ ${PYTEST_ENTRIES}.state known)
endif()

if(NOT state STREQUAL known)
  set(collect ${PYTEST_PYTHON} -m pytest --collect-only -q --rootdir ${PYTEST_SOURCES} -c ${PYTEST_SOURCES}/pyproject.toml
              --smartdesk ${PYTEST_PROGRAM} --ctest-entries ${PYTEST_ENTRIES} ${PYTEST_SOURCES}/tests)
  execute_process(COMMAND ${collect} RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(failed)
    add_test(python.is_collected ${collect})
    return()
  endif()
  file(WRITE ${PYTEST_ENTRIES}.state "${state}")
endif()
include(${PYTEST_ENTRIES})
