// Points file descriptor 2 elsewhere and back: TensorFlow's libraries write to it while they load,
// whatever their log level, and Node has no call for this.
#include <node_api.h>
#include <unistd.h>

static int argument(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  int32_t number = -1;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  napi_get_value_int32(env, value, &number);
  return number;
}

static napi_value integer(napi_env env, int number) {
  napi_value value;
  napi_create_int32(env, number, &value);
  return value;
}

// redirect(fd): standard error goes to fd; returns a descriptor that keeps where it went before.
static napi_value Redirect(napi_env env, napi_callback_info info) {
  const int saved = dup(2);
  dup2(argument(env, info), 2);
  return integer(env, saved);
}

// restore(saved): undoes redirect.
static napi_value Restore(napi_env env, napi_callback_info info) {
  const int saved = argument(env, info);
  dup2(saved, 2);
  close(saved);
  return integer(env, 2);
}

static napi_value Init(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "redirect", NAPI_AUTO_LENGTH, Redirect, nullptr, &function);
  napi_set_named_property(env, exports, "redirect", function);
  napi_create_function(env, "restore", NAPI_AUTO_LENGTH, Restore, nullptr, &function);
  napi_set_named_property(env, exports, "restore", function);
  return exports;
}

NAPI_MODULE(quiet, Init)
