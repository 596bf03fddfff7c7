# desk_module(NAME text SOURCES a.cc b.cc TESTS a_test.cc USES core files LIBRARIES PkgConfig::re2)
# One module: a static library smartdesk_<name>, and one test program <name>_test from its TESTS.
find_package(fmt REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)

add_library(smartdesk_warnings INTERFACE)
# GCC sees overlaps and overflows in std::string that are none (PR 105651, 105329).
target_compile_options(smartdesk_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread>)

# Headers of others that most sources read, parsed once. Sources include what they use all the same: the checks compile
# without this. Every target that reuses them is compiled with the same definitions, hence links fmt and Boost.JSON.
set(SMARTDESK_PRECOMPILED
    <algorithm> <atomic> <chrono> <cmath> <condition_variable> <cstdint> <filesystem> <fstream> <functional> <map> <memory>
    <mutex> <numeric> <optional> <random> <span> <sstream> <string> <string_view> <thread> <unordered_map> <unordered_set>
    <utility> <variant> <vector> <fmt/format.h> <boost/json.hpp>)

set(SMARTDESK_COMMON fmt::fmt Boost::json Threads::Threads smartdesk_warnings)

# For what nobody waits for: compiled fast, not for speed.
function(compile_fast TARGET)
  target_compile_options(${TARGET} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# Sources of tests. SMARTDESK_TEST_FLAGS: what a preset adds for them alone.
function(compile_as_test TARGET)
  compile_fast(${TARGET})
  separate_arguments(flags UNIX_COMMAND "${SMARTDESK_TEST_FLAGS}")
  target_compile_options(${TARGET} PRIVATE ${flags})
endfunction()

# precompiled_headers(NAME smartdesk_headers LIBRARIES GTest::gtest HEADERS <gtest/gtest.h>): a target for others to reuse.
function(precompiled_headers)
  cmake_parse_arguments(PCH "" "NAME" "LIBRARIES;HEADERS" ${ARGN})
  set(empty ${CMAKE_BINARY_DIR}/${PCH_NAME}.cc)
  file(WRITE ${empty}.in "// Nothing: the target is there for its precompiled headers.\n")
  configure_file(${empty}.in ${empty} COPYONLY)
  add_library(${PCH_NAME} OBJECT ${empty})
  target_link_libraries(${PCH_NAME} PRIVATE ${PCH_LIBRARIES} ${SMARTDESK_COMMON})
  target_precompile_headers(${PCH_NAME} PRIVATE ${SMARTDESK_PRECOMPILED} ${PCH_HEADERS})
endfunction()

precompiled_headers(NAME smartdesk_headers)
if(SMARTDESK_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
  precompiled_headers(NAME smartdesk_test_headers LIBRARIES GTest::gtest GTest::gmock
                      HEADERS <gtest/gtest.h> <gmock/gmock.h>)
  add_custom_target(cpp_tests)  # all of them, without the program and the benchmarks
  compile_as_test(smartdesk_test_headers)
endif()

# desk_test(NAME contract_test SOURCES a_test.cc LIBRARIES smartdesk_store PROPERTIES RESOURCE_LOCK llm_server)
function(desk_test)
  cmake_parse_arguments(TEST "" "NAME" "SOURCES;LIBRARIES;PROPERTIES" ${ARGN})
  add_executable(${TEST_NAME} ${TEST_SOURCES})
  target_include_directories(${TEST_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${TEST_NAME} PRIVATE SMARTDESK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${TEST_NAME} PRIVATE ${TEST_LIBRARIES} GTest::gtest_main GTest::gmock ${SMARTDESK_COMMON})
  target_precompile_headers(${TEST_NAME} REUSE_FROM smartdesk_test_headers)
  compile_as_test(${TEST_NAME})
  add_dependencies(cpp_tests ${TEST_NAME})
  gtest_discover_tests(${TEST_NAME} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300 LABELS cpp-${TEST_NAME} ${TEST_PROPERTIES})
endfunction()

function(desk_module)
  cmake_parse_arguments(MODULE "" "NAME" "SOURCES;TESTS;USES;LIBRARIES;TEST_LIBRARIES" ${ARGN})
  set(library smartdesk_${MODULE_NAME})
  add_library(${library} STATIC ${MODULE_SOURCES})
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM MODULE_USES PREPEND smartdesk_)
  target_link_libraries(${library} PUBLIC ${MODULE_USES} ${MODULE_LIBRARIES} PRIVATE ${SMARTDESK_COMMON})
  target_precompile_headers(${library} REUSE_FROM smartdesk_headers)
  if(MODULE_TESTS AND SMARTDESK_TESTS)
    desk_test(NAME ${MODULE_NAME}_test SOURCES ${MODULE_TESTS} LIBRARIES ${library} ${MODULE_TEST_LIBRARIES})
  endif()
endfunction()
