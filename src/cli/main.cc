#include "cli/command.h"
#include "cli/command_line.h"

int main(int argc, char** argv) {
  smartdesk::cli::install_stop_signals();
  return smartdesk::cli::run_command_line(argc, argv);
}
