#include "stream/monitor.h"
