# desk_module(NAME text SOURCES a.cc b.cc TESTS a_test.cc USES core files LIBRARIES PkgConfig::re2)
# One room of the house: a static library smartdesk_<name>, and one test program <name>_test from its TESTS.
add_library(smartdesk_warnings INTERFACE)
target_compile_options(smartdesk_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # GCC 12 sees overlaps in std::string that are none (PR 105651)

if(SMARTDESK_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

function(desk_module)
  cmake_parse_arguments(ROOM "" "NAME" "SOURCES;TESTS;USES;LIBRARIES;TEST_LIBRARIES" ${ARGN})
  set(library smartdesk_${ROOM_NAME})
  add_library(${library} STATIC ${ROOM_SOURCES})
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM ROOM_USES PREPEND smartdesk_)
  target_link_libraries(${library} PUBLIC ${ROOM_USES} ${ROOM_LIBRARIES} PRIVATE smartdesk_warnings)
  if(ROOM_TESTS AND SMARTDESK_TESTS)
    add_executable(${ROOM_NAME}_test ${ROOM_TESTS})
    target_include_directories(${ROOM_NAME}_test PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_compile_definitions(${ROOM_NAME}_test PRIVATE SMARTDESK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(${ROOM_NAME}_test PRIVATE ${library} ${ROOM_TEST_LIBRARIES} GTest::gtest_main GTest::gmock
                                                    smartdesk_warnings)
    gtest_discover_tests(${ROOM_NAME}_test DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
  endif()
endfunction()
