#include "stream/instance.h"
