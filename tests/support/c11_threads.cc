// C11 threads on top of POSIX threads, for ThreadSanitizer, which supports only POSIX ones: a thread that librdkafka
// starts with thrd_create crashes it. These definitions override glibc's. Linked only into tests of the tsan preset.

#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>

namespace {

struct Start {
  thrd_start_t body;
  void* argument;
};

void* run(void* given) {
  const auto* start = static_cast<Start*>(given);
  const Start copy = *start;
  delete start;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX passes a thread's result as a pointer
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(copy.body(copy.argument)));
}

int result_of(int status) {
  if (status == 0) return thrd_success;
  if (status == EBUSY) return thrd_busy;
  return status == ETIMEDOUT ? thrd_timedout : thrd_error;
}

pthread_mutex_t* posix(mtx_t* mutex) { return reinterpret_cast<pthread_mutex_t*>(mutex); }
pthread_cond_t* posix(cnd_t* condition) { return reinterpret_cast<pthread_cond_t*>(condition); }

}  // namespace

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t body, void* argument) {
  return result_of(pthread_create(thread, nullptr, run, new Start{body, argument}));
}

int thrd_join(thrd_t thread, int* result) {
  void* value = nullptr;
  const int status = pthread_join(thread, &value);
  if (result != nullptr) *result = static_cast<int>(reinterpret_cast<std::intptr_t>(value));
  return result_of(status);
}

int thrd_detach(thrd_t thread) { return result_of(pthread_detach(thread)); }

int mtx_lock(mtx_t* mutex) { return result_of(pthread_mutex_lock(posix(mutex))); }
int mtx_trylock(mtx_t* mutex) { return result_of(pthread_mutex_trylock(posix(mutex))); }
int mtx_unlock(mtx_t* mutex) { return result_of(pthread_mutex_unlock(posix(mutex))); }

int cnd_signal(cnd_t* condition) { return result_of(pthread_cond_signal(posix(condition))); }
int cnd_broadcast(cnd_t* condition) { return result_of(pthread_cond_broadcast(posix(condition))); }
int cnd_wait(cnd_t* condition, mtx_t* mutex) { return result_of(pthread_cond_wait(posix(condition), posix(mutex))); }
int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  return result_of(pthread_cond_timedwait(posix(condition), posix(mutex), until));
}
}
