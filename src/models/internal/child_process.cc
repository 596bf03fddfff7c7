#include "models/internal/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

extern char** environ;

namespace smartdesk::models {
namespace {

constexpr std::size_t kComplaintsKept = 4000;

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw Error(
          ErrorCode::kFailed,
          "Too many files are open to start another program. Close some files, or raise the limit (ulimit -n).");
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_write();
    ::close(ends_[0]);
  }
  void close_write() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }

 private:
  std::array<int, 2> ends_{-1, -1};
};

pid_t spawn(const std::vector<std::string>& argv, const Pipe& out, const Pipe& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end(), STDERR_FILENO);
  std::vector<char*> arguments;
  for (const auto& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int status = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return status == 0 ? child : -1;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void hand_over_lines(std::string& pending, const std::function<void(std::string_view)>& on_line) {
  std::size_t begin = 0;
  for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', begin)) {
    on_line(std::string_view(pending).substr(begin, end - begin));
    begin = end + 1;
  }
  pending.erase(0, begin);
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& argv, const std::function<void(std::string_view)>& on_line,
                      const Run& run) {
  Pipe out, err;
  const pid_t child = spawn(argv, out, err);
  if (child < 0) return {127, argv[0] + " could not be started"};
  out.close_write();
  err.close_write();
  ChildResult result;
  std::string lines;
  std::array<pollfd, 2> streams{pollfd{out.read_end(), POLLIN, 0}, pollfd{err.read_end(), POLLIN, 0}};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    if (run.stopped != nullptr && run.stopped->load()) {
      kill(child, SIGKILL);
      wait_for(child);
      run.stop_if_asked();
    }
    if (poll(streams.data(), streams.size(), 100) <= 0) continue;
    for (auto& stream : streams) {
      if (stream.fd < 0 || stream.revents == 0) continue;
      std::array<char, 4096> buffer;
      const auto count = ::read(stream.fd, buffer.data(), buffer.size());
      const bool is_out = stream.fd == out.read_end();
      if (count > 0) (is_out ? lines : result.complaints).append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR)) stream.fd = -1;
    }
    hand_over_lines(lines, on_line);
    if (result.complaints.size() > 2 * kComplaintsKept)
      result.complaints.erase(0, result.complaints.size() - kComplaintsKept);
  }
  result.exit_status = wait_for(child);
  return result;
}

}  // namespace smartdesk::models
